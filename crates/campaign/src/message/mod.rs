//! Short messages to candidates: written with the step that they tell of, sent later.

mod kind;
mod outbox;
mod retry;
mod tencent;
mod variable;

pub use kind::Kind;
pub use outbox::{queue, resend, send};
pub use tencent::{Sms, SmsSettings};
pub use variable::Variable;
