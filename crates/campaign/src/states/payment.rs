//! One order at WeChat Pay.

use super::machine::machine;

machine! {
    PaymentState in "payment" by PaymentEvent {
        /// It is to be placed; whether WeChat Pay has it is not known.
        Created = "created",
        /// It is placed; the candidate may pay.
        Pending = "pending",
        /// It is paid.
        Paid = "paid",
        /// It was ended without payment.
        Closed = "closed",
        /// WeChat Pay does not take it.
        Failed = "failed",
        /// The money is on its way back.
        Refunding = "refunding",
        /// The candidate has the money back.
        Refunded = "refunded",
        /// The money cannot be given back without a person.
        RefundAbnormal = "refund_abnormal",
    } {
        /// WeChat Pay has taken the order.
        Place = "place": Created => Pending;
        /// WeChat Pay says that it is paid: recorded wherever the order was.
        Succeed = "succeed": Created | Pending | Closed | Failed => Paid;
        /// WeChat Pay says that it is ended.
        Close = "close": Created | Pending => Closed;
        /// WeChat Pay says that there is no such order.
        Fail = "fail": Created | Pending => Failed;
        /// It is to be refunded; again by staff, after what a person had to see to.
        Refund = "refund": Paid | RefundAbnormal => Refunding;
        /// The candidate has the money back.
        Return = "return": Refunding | RefundAbnormal => Refunded;
        /// A person has to see to the refund.
        Stall = "stall": Refunding => RefundAbnormal;
    }
}
