//! The fee: an order at WeChat Pay, what becomes of it, and the way back. A success is recorded wherever the collection
//! is; if the collection cannot take it, the refund is written in the same transaction. Notices, questions and bills go
//! through one handler.

mod bill;
mod bill_file;
mod fee;
mod order;
mod poll;
mod record;
mod refund;
mod row;

pub use bill::reconcile;
pub use fee::{owed, pass};
pub use order::{OrderView, PayParameters, Word, is_awaited, order, see};
pub use poll::poll_task;
pub use record::{notice_of_payment, notice_of_refund, sweep};
pub use refund::{by_staff, refund_task, withdrawn};
pub use row::{Payment, of_collection, open};
