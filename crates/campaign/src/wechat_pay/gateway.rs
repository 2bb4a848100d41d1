//! What can be asked of WeChat Pay, and the four things that may come of it.

use super::answer::{Refund, Trade};
use super::merchant::{Distrust, Signed};
use futures_util::future::BoxFuture;

/// What came of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome<T> {
    /// It was done: a signed answer says so.
    Done(T),
    /// It was not done, and will not be: a signed answer says so, with this code. Only this may end a payment.
    Refused(String),
    /// It was not accepted, and the same request may be made again: why.
    Repeat(String),
    /// Nobody knows whether it was done: why. It is asked for under the same number.
    Unknown(String),
}

impl<T> Outcome<T> {
    /// The same, with what was done seen otherwise.
    pub fn map<U>(self, see: impl FnOnce(T) -> U) -> Outcome<U> {
        match self {
            Self::Done(done) => Outcome::Done(see(done)),
            Self::Refused(code) => Outcome::Refused(code),
            Self::Repeat(why) => Outcome::Repeat(why),
            Self::Unknown(why) => Outcome::Unknown(why),
        }
    }
}

/// A call on its way.
pub type Called<'a, T> = BoxFuture<'a, Outcome<T>>;

/// An order, as WeChat Pay takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// Our number, `out_trade_no`.
    pub number: String,
    /// What is paid for.
    pub description: String,
    /// The amount, in fen.
    pub amount: i64,
    /// Who pays.
    pub openid: String,
    /// Until when, in milliseconds since 1970.
    pub expires: i64,
}

/// A refund of all that was paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundOrder {
    /// The number of the order.
    pub number: String,
    /// Our number of the refund, `out_refund_no`: the same again and again, so that it is refunded once.
    pub refund_number: String,
    /// The amount, in fen.
    pub amount: i64,
    /// Why, for the payer.
    pub reason: &'static str,
}

/// WeChat Pay. No call is repeated inside.
pub trait Gateway: Send + Sync {
    /// Passes if this body is WeChat Pay's, and new. Certificates are downloaded where that takes one that is not known.
    ///
    /// # Errors
    /// [`Distrust`].
    fn verify<'a>(&'a self, signed: Signed<'a>, body: &'a [u8]) -> BoxFuture<'a, Result<(), Distrust>>;
    /// Places an order (JSAPI); gives its `prepay_id`. The same order again gives a new one.
    fn prepay<'a>(&'a self, order: &'a Order) -> Called<'a, String>;
    /// What has become of the order with our number.
    fn query<'a>(&'a self, number: &'a str) -> Called<'a, Trade>;
    /// Ends an order that nobody has paid.
    fn close<'a>(&'a self, number: &'a str) -> Called<'a, ()>;
    /// Refunds; the same again tells how far it is.
    fn refund<'a>(&'a self, refund: &'a RefundOrder) -> Called<'a, Refund>;
    /// The bill of a day (`2022-06-18`), as its text.
    fn bill<'a>(&'a self, date: &'a str) -> Called<'a, String>;
}
