//! What happened to a record, in plain words: one sentence for each event of the tables of states.

use crate::context::App;
use crate::problem::{Bilingual, Problem};
use crate::states::{CollectionEvent, MessageEvent, PaymentEvent};
use precheck_foundation::json::EnumName;
use precheck_foundation::text::{LocalizedStr, LocalizedString};
use serde::Serialize;
use sqlx::FromRow;
use std::collections::HashMap;
use utoipa::ToSchema;

const LINES: &str = "SELECT at, machine, actor, event, from_state, to_state FROM audit \
    WHERE (machine IN ('collection', 'roster_entry') AND subject = $1) \
    OR (machine = 'payment' AND subject IN (SELECT id FROM payment WHERE collection = $1)) \
    OR (machine = 'message' AND subject IN (SELECT id FROM message WHERE collection = $1)) ORDER BY at, id";
const STAFF: &str = "SELECT id, name FROM staff";

/// The event of a row that was inserted, and that of somebody who looked.
const CREATE: &str = "create";
pub(super) const LOOK: &str = "look";

/// One thing that happened.
#[derive(Debug, Serialize, ToSchema)]
pub struct Line {
    /// When, in milliseconds since 1970.
    at: i64,
    /// To what: `collection`, `payment`, `message`, or `roster_entry` of who has not begun.
    machine: String,
    /// Who did it.
    actor: String,
    /// The same for people, with the name of a member of staff.
    who: Bilingual,
    /// What.
    event: String,
    /// The same for people.
    what: Bilingual,
    /// The state before.
    from_state: Option<String>,
    /// The state after.
    to_state: Option<String>,
}

#[derive(FromRow)]
struct Row {
    at: i64,
    machine: String,
    actor: String,
    event: String,
    from_state: Option<String>,
    to_state: Option<String>,
}

/// Everything that happened to a record, the first first.
///
/// # Errors
/// Those of the database.
pub async fn timeline(app: &App, record: &str) -> Result<Vec<Line>, Problem> {
    let rows: Vec<Row> = sqlx::query_as(LINES).bind(record).fetch_all(app.db.pool()).await?;
    let staff: Vec<(String, String)> = sqlx::query_as(STAFF).fetch_all(app.db.pool()).await?;
    let staff: HashMap<String, String> = staff.into_iter().collect();
    let line = |Row { at, machine, actor, event, from_state, to_state }| Line {
        at,
        who: who(&actor, &staff).into(),
        what: what(&machine, &event).map_or_else(|| LocalizedString::same(&event), Into::into).into(),
        machine,
        actor,
        event,
        from_state,
        to_state,
    };
    Ok(rows.into_iter().map(line).collect())
}

fn who(actor: &str, staff: &HashMap<String, String>) -> LocalizedString {
    let text = |zh, en| LocalizedString::from(LocalizedStr { zh, en });
    match actor.strip_prefix("staff:") {
        Some(id) => LocalizedString::same(staff.get(id).map_or(id, String::as_str)),
        None => match actor {
            "candidate" => text("考生", "candidate"),
            "machine" => text("系统", "system"),
            "operator" => text("运维人员", "operator"),
            other => LocalizedString::same(other),
        },
    }
}

/// The sentence of an event; `None` for one that no table has.
fn what(machine: &str, event: &str) -> Option<LocalizedStr> {
    let text = |zh, en| LocalizedStr { zh, en };
    if event == LOOK {
        return Some(text("查看了这条信息", "looked at this record"));
    }
    Some(match (machine, event) {
        ("collection", CREATE) => text(
            "填对了姓名和证件号码，关联了这条信息",
            "entered the right name and number, and was bound to this record",
        ),
        ("payment", CREATE) => text("发起了缴费", "began a payment"),
        ("message", CREATE) => text("短信进入待发队列", "a message was queued"),
        ("collection", event) => collection(CollectionEvent::of(event)?),
        ("payment", event) => payment(PaymentEvent::of(event)?),
        ("message", event) => message(MessageEvent::of(event)?),
        _ => return None,
    })
}

fn collection(event: CollectionEvent) -> LocalizedStr {
    let (zh, en) = match event {
        CollectionEvent::Confirm => ("确认了信息无误", "confirmed that the record is right"),
        CollectionEvent::Dispute => {
            ("说信息不符，退回了这条信息", "said that the record is wrong, and gave it back")
        }
        CollectionEvent::Submit => ("提交了照片", "handed in a photo"),
        CollectionEvent::Pay => {
            ("费用已到账或无需缴费，照片进入审核", "nothing is owed: the photo went to review")
        }
        CollectionEvent::Approve => ("照片审核通过", "the photo was approved"),
        CollectionEvent::Reject => ("照片审核未通过", "the photo was rejected"),
        CollectionEvent::Reopen => ("把照片退回重新审核", "sent the photo back to review"),
        CollectionEvent::Deliver => {
            ("照片已放入交付给考办的文件", "the photo was put into the archive for the office")
        }
        CollectionEvent::Withdraw => ("退出了采集", "left the collection"),
        CollectionEvent::Expire => {
            ("采集时间已过，照片没有通过", "the time was over before a photo was approved")
        }
        CollectionEvent::Unbind => ("解除了与微信或手机的关联", "loosened the account from the record"),
        CollectionEvent::Bind => ("重新关联了这条信息", "was bound to the record again"),
        CollectionEvent::Acknowledge => ("看过了提醒", "read the reminder"),
        CollectionEvent::Declare => ("填写了照片说明", "declared something about the photo"),
        CollectionEvent::Refuse => ("上传的照片没有通过自动检查", "handed in a photo that the check refused"),
    };
    LocalizedStr { zh, en }
}

fn payment(event: PaymentEvent) -> LocalizedStr {
    let (zh, en) = match event {
        PaymentEvent::Place => ("微信支付已收到订单", "WeChat Pay has taken the order"),
        PaymentEvent::Succeed => ("微信支付确认已付款", "WeChat Pay says that it is paid"),
        PaymentEvent::Close => ("订单未付款，已关闭", "the order ended without payment"),
        PaymentEvent::Fail => ("微信支付没有这个订单", "WeChat Pay does not have the order"),
        PaymentEvent::Refund => ("发起了退款", "began a refund"),
        PaymentEvent::Return => ("退款已到考生账户", "the candidate has the money back"),
        PaymentEvent::Stall => {
            ("退款受阻，需要到商户平台处理", "the refund is stuck: see the merchant's platform")
        }
    };
    LocalizedStr { zh, en }
}

fn message(event: MessageEvent) -> LocalizedStr {
    let (zh, en) = match event {
        MessageEvent::Send => ("短信正在发送", "a message is being sent"),
        MessageEvent::Arrive => ("短信服务商已收下短信", "the vendor has taken the message"),
        MessageEvent::Retry => ("短信暂未发出，稍后再试", "the message was not taken; it is tried again"),
        MessageEvent::Fail => ("短信服务商拒收短信", "the vendor refuses the message"),
        MessageEvent::Resend => ("要求重发短信", "asked for the message to be sent again"),
        MessageEvent::Withhold => {
            ("没有可以通知的手机号，短信不发", "nobody is there to send the message to")
        }
    };
    LocalizedStr { zh, en }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_event_has_a_sentence_of_its_own() {
        let events = CollectionEvent::NAMES.iter().map(|(name, _)| ("collection", *name));
        let events = events.chain(PaymentEvent::NAMES.iter().map(|(name, _)| ("payment", *name)));
        let events = events.chain(MessageEvent::NAMES.iter().map(|(name, _)| ("message", *name)));
        let events: Vec<_> =
            events.chain([("collection", CREATE), ("payment", CREATE), ("message", CREATE)]).collect();
        let sentences: std::collections::BTreeSet<&str> =
            events.iter().filter_map(|(machine, event)| Some(what(machine, event)?.zh)).collect();
        assert_eq!(sentences.len(), events.len());
        assert!(what("review", "decide").is_none());
    }
}
