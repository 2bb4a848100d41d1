//! What staff may do to a record now, each act with its consequence, which the page shows before it asks.

use crate::context::App;
use crate::delivery;
use crate::payment::Payment;
use crate::problem::{Bilingual, Problem};
use crate::session::Staff;
use crate::staff::Role;
use crate::states::{
    CollectionEvent, CollectionState, Machine, MessageEvent, MessageState, PaymentEvent, PaymentState,
};
use precheck_foundation::json::EnumName;
use precheck_foundation::text::{LocalizedStr, LocalizedString};
use serde::Serialize;
use utoipa::ToSchema;

const LAST_MESSAGE: &str = "SELECT state FROM message WHERE collection = $1 ORDER BY id DESC LIMIT 1";

/// Fen of a yuan.
const FEN: i64 = 100;

/// An act, by the last part of its address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// `POST records/ID/unbind`.
    Unbind,
    /// `POST records/ID/resend`.
    Resend,
    /// `POST records/ID/refund`.
    Refund,
    /// `POST records/ID/reopen`.
    Reopen,
    /// `POST records/ID/erase`.
    Erase,
}

/// An act that is possible now.
#[derive(Debug, Serialize, ToSchema)]
pub struct AllowedAct {
    /// The act.
    pub act: Act,
    /// Which payment a refund gives back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment: Option<String>,
    /// What it changes, and whether that can be taken back.
    consequence: Bilingual,
}

/// The acts that are possible for a collection, for this member of staff.
///
/// # Errors
/// Those of the database; a state that does not exist.
pub async fn allowed(
    app: &App,
    staff: &Staff,
    collection: &str,
    state: CollectionState,
    is_bound: bool,
    payments: &[Payment],
) -> Result<Vec<AllowedAct>, Problem> {
    let message: Option<String> =
        sqlx::query_scalar(LAST_MESSAGE).bind(collection).fetch_optional(app.db.pool()).await?;
    let in_delivery = delivery::has(app.db.pool(), collection).await?;
    let message = message.as_deref().and_then(MessageState::of);
    let refundable = payments.iter().rev().filter(|payment| {
        PaymentState::of(&payment.state).is_some_and(|state| state.after(PaymentEvent::Refund).is_some())
    });
    let mut acts = Vec::new();
    if is_bound && state.after(CollectionEvent::Unbind).is_some() {
        acts.push((Act::Unbind, None, UNBIND.into()));
    }
    if message.is_some_and(|state| state.after(MessageEvent::Resend).is_some()) {
        acts.push((Act::Resend, None, RESEND.into()));
    }
    for payment in refundable {
        let yuan = format!("{}.{:02}", payment.amount / FEN, payment.amount % FEN);
        let consequence = refund(state).fill(&[("yuan".to_owned(), LocalizedString::same(yuan))]);
        acts.push((Act::Refund, Some(payment.id.clone()), consequence));
    }
    let leads = matches!(staff.role, Role::Lead | Role::Admin);
    if leads && !in_delivery && state.after(CollectionEvent::Reopen).is_some() {
        acts.push((Act::Reopen, None, REOPEN.into()));
    }
    if leads && !in_delivery && state.after(CollectionEvent::Withdraw).is_some() {
        acts.push((Act::Erase, None, ERASE.into()));
    }
    Ok(acts
        .into_iter()
        .map(|(act, payment, consequence)| AllowedAct { act, payment, consequence: consequence.into() })
        .collect())
}

const UNBIND: LocalizedStr = LocalizedStr {
    zh: "解除后，原来的微信或手机看不到这条信息；照片、缴费和审核都保留，由下一个填对姓名和证件号码的人接着办理。解除不能撤销，但本人可以重新关联。",
    en: "The WeChat account or phone that is bound now will not see this record any more. Photo, payment and review stay, for whoever next enters the right name and number. This cannot be undone, but the candidate can bind again.",
};

const RESEND: LocalizedStr = LocalizedStr {
    zh: "最近一条短信会再发一次。发出后不能撤回。",
    en: "The last message is sent once more. It cannot be called back.",
};

const REOPEN: LocalizedStr = LocalizedStr {
    zh: "照片回到审核，由组长重新决定；在那之前不会交付。如果改为不通过，考生会收到短信，需要重新采集。",
    en: "The photo goes back to review, where a lead decides; until then it is not delivered. If it is rejected, the candidate is told and has to hand in another one.",
};

const ERASE: LocalizedStr = LocalizedStr {
    zh: "照片、说明和关联的账号全部删除，已缴的费用原路退回；不能恢复。只在考生本人要求时使用。采集期内本人可以从头再办。",
    en: "Photos, declarations and the account go, and the fee goes back; nothing of it can be restored. Only at the candidate's own request, who may begin anew while the collection is open.",
};

/// A record that still needs a photo needs the fee as well.
fn refund(state: CollectionState) -> LocalizedStr {
    match state {
        CollectionState::Matched
        | CollectionState::Confirmed
        | CollectionState::Uploaded
        | CollectionState::InReview
        | CollectionState::Rejected => LocalizedStr {
            zh: "{yuan} 元原路退回考生的微信，不能撤销。审核照常进行；如果之后还要重新采集，考生需要再次缴费。",
            en: "{yuan} yuan go back to the candidate's WeChat account; this is final. The review goes on; whoever has to hand in another photo afterwards pays again.",
        },
        CollectionState::Approved
        | CollectionState::Delivered
        | CollectionState::Withdrawn
        | CollectionState::Expired => LocalizedStr {
            zh: "{yuan} 元原路退回考生的微信，不能撤销。照片的状态不变。",
            en: "{yuan} yuan go back to the candidate's WeChat account; this is final. The photo stays as it is.",
        },
    }
}
