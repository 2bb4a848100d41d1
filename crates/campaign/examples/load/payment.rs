//! Money and messages: candidates pay while everything goes wrong, and in the end every fen is where it belongs, and
//! everybody has been told.

use crate::Failure;
use crate::candidate::phone;
use jiff::Timestamp;
use jiff::tz::Offset;
use reqwest::{Client, Method};
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::time::{Duration, Instant};

/// What goes wrong with requests to WeChat Pay, in turn, as the simulator calls it.
const OF_REQUESTS: [&str; 11] = [
    "unavailable",
    "bad-gateway",
    "unavailable-after-effect",
    "unsigned-refusal",
    "accepted",
    "rate-limited",
    "cut",
    "sign-test",
    "forged",
    "unknown-serial",
    "skewed",
];

/// What a person may be told besides: a refusal ends an order, and the next one has another number. (A refund that is
/// refused waits for an hour, or for somebody.)
const REFUSED: &str = "refused";

/// What goes wrong with callbacks, in turn.
const OF_CALLBACKS: [&str; 13] = [
    "lost",
    "late",
    "doubled",
    "reordered",
    "sign-test",
    "forged",
    "unknown-serial",
    "skewed",
    "altered",
    "wrong-amount",
    "wrong-mchid",
    "wrong-number",
    "other-key",
];

/// The same with callbacks of payments only: those of refunds do not have these fields.
const OF_PAYMENT_CALLBACKS: [&str; 2] = ["wrong-appid", "wrong-currency"];

/// What goes wrong with messages, in turn.
const OF_MESSAGES: [&str; 6] =
    ["unavailable", "bad-gateway", "unavailable-after-effect", "cut", "rate-limited", REFUSED];

/// Of these nobody learns that the message was taken: it is sent again.
const MESSAGE_IS_TAKEN: [&str; 3] = ["unavailable-after-effect", "cut", "slow"];

/// One request in so many to the vendor goes wrong: a message that fails five times in a row waits for an hour.
const MESSAGE_EVERY: usize = 8;

/// The vendor of messages is down at first: for the first messages of one in so many candidates.
const VENDOR_IS_DOWN: usize = 20;

/// What a refusal says: of a request, that something is wrong with it; of a message, that the vendor is at fault.
const REFUSAL: &str = "PARAM_ERROR";
const MESSAGE_REFUSAL: &str = "InternalError.Timeout";

/// The places where it goes wrong.
const PREPAY: &str = "/v3/pay/transactions/jsapi";
const QUERY: &str = "/v3/pay/transactions/out-trade-no/{out_trade_no}";
const REFUND: &str = "/v3/refund/domestic/refunds";
const PAYMENT_CALLBACK: &str = "callback/payment";
const REFUND_CALLBACK: &str = "callback/refund";
const MESSAGE: &str = "/";

/// How far off the time of a skewed signature is, in seconds: more than is allowed.
const SKEW: u32 = 301;

/// How late a callback comes, in seconds.
const LATE: u32 = 2;

/// How long the callback of a payment waits for that of its refund, in seconds: longer than until the service asks.
const REORDERED: u32 = 120;

/// How late an answer comes whose effect nobody learns of, in seconds: later than the service waits.
const TOO_LATE: u32 = 9;

/// How many answers are that late; each makes a candidate wait.
const TOO_LATE_TIMES: usize = 4;

/// How long the last refunds may take: each is asked for again after a minute.
const PATIENCE: Duration = Duration::from_secs(400);

/// How long until the ledger is looked at again.
const PAUSE: Duration = Duration::from_millis(500);

/// WeChat Pay, seen from the payers' side and from above.
pub struct WechatPay {
    client: Client,
    simulator: String,
}

/// What came of the callbacks.
pub struct Callbacks {
    /// How long each took that was taken.
    times: Vec<Duration>,
    /// How many were answered otherwise, by answer.
    others: HashMap<String, usize>,
}

/// How often each of these happens to the requests of so many candidates.
fn each_of(kinds: &[&str], candidates: usize) -> usize {
    candidates.div_ceil(2 * kinds.len())
}

/// The values of a list.
fn listed(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The day in Beijing.
pub fn today() -> String {
    Offset::constant(8).to_datetime(Timestamp::now()).date().to_string()
}

impl WechatPay {
    /// The simulator at this address.
    pub fn new(simulator: &str) -> Result<Self, Failure> {
        let client = Client::builder().no_proxy().build()?;
        Ok(Self { client, simulator: simulator.to_owned() })
    }

    /// The merchant's file, as the service reads it.
    pub async fn merchant_file(&self) -> Result<String, Failure> {
        self.control(Method::GET, "merchant", &Value::Null).await
    }

    /// From now on every second request and callback goes wrong, each time otherwise, until all of `candidates` have paid.
    pub async fn go_wrong(&self, candidates: usize) -> Result<(), Failure> {
        let fault = |path: &str, fault: &str, times: usize, seconds: u32| {
            let code = if path == MESSAGE { MESSAGE_REFUSAL } else { REFUSAL };
            json!({ "path": path, "fault": fault, "times": times, "every": 2, "seconds": seconds, "code": code })
        };
        let seconds = |kind: &str| match kind {
            "skewed" => SKEW,
            "reordered" => REORDERED,
            _ => LATE,
        };
        let mut faults = Vec::new();
        for path in [PREPAY, QUERY, REFUND] {
            // A refund is asked for once a minute: there each happens once.
            let times = if path == REFUND { 1 } else { each_of(&OF_REQUESTS, candidates) };
            faults.extend(OF_REQUESTS.map(|kind| fault(path, kind, times, seconds(kind))));
        }
        let times = each_of(&OF_REQUESTS, candidates);
        faults.extend([PREPAY, QUERY].map(|path| fault(path, REFUSED, times, 0)));
        faults.extend([PREPAY, QUERY].map(|path| fault(path, "slow", TOO_LATE_TIMES, TOO_LATE)));
        for path in [PAYMENT_CALLBACK, REFUND_CALLBACK] {
            let times = each_of(&OF_CALLBACKS, candidates);
            faults.extend(OF_CALLBACKS.map(|kind| fault(path, kind, times, seconds(kind))));
            if path == PAYMENT_CALLBACK {
                faults.extend(OF_PAYMENT_CALLBACKS.map(|kind| fault(path, kind, times, 0)));
            }
        }
        let mut down = fault(MESSAGE, "unavailable", candidates.div_ceil(VENDOR_IS_DOWN), 0);
        down["every"] = json!(1);
        faults.push(down);
        faults.push(fault(MESSAGE, "slow", TOO_LATE_TIMES, TOO_LATE));
        let times = each_of(&OF_MESSAGES, candidates);
        faults.extend(OF_MESSAGES.map(|kind| {
            let mut rare = fault(MESSAGE, kind, times, 0);
            rare["every"] = json!(MESSAGE_EVERY);
            rare
        }));
        self.control(Method::POST, "faults", &json!(faults)).await.map(|_| ())
    }

    /// Pays as WeChat's app does with what a page gives it.
    pub async fn pay(&self, parameters: &Value) -> Result<(), Failure> {
        self.control(Method::POST, "bridge", parameters).await.map(|_| ())
    }

    /// Pays although the order is closed: the payer was quicker than the merchant.
    pub async fn pay_late(&self, parameters: &Value) -> Result<(), Failure> {
        let package = parameters["package"].as_str().unwrap_or_default();
        let prepay_id = package.strip_prefix("prepay_id=").ok_or("an order without a prepay id")?;
        let body = json!({ "prepay_id": prepay_id, "force": true });
        self.control(Method::POST, "pay", &body).await.map(|_| ())
    }

    /// Waits until every candidate who stayed has paid once and for all, and nobody else's money is kept.
    pub async fn settle(&self, fee: i64, stayed: &[usize]) -> Result<Callbacks, Failure> {
        let started = Instant::now();
        let ledger = loop {
            let ledger = self.ledger().await?;
            if ledger["money"]["kept"] == json!(fee * stayed.len() as i64) || started.elapsed() > PATIENCE {
                break ledger;
            }
            tokio::time::sleep(PAUSE).await;
        };
        let mut kept: HashMap<&str, Vec<i64>> = HashMap::new();
        for order in listed(&ledger["orders"]) {
            if order["paid_ms"].is_i64() {
                let openid = order["openid"].as_str().unwrap_or_default();
                let left = order["total"].as_i64().unwrap_or(0) - order["refunded"].as_i64().unwrap_or(0);
                kept.entry(openid).or_default().extend((left != 0).then_some(left));
            }
        }
        println!("money in fen: {}", ledger["money"]);
        let wrong: Vec<String> = stayed
            .iter()
            .map(|number| (format!("openid-candidate-{number}"), vec![fee]))
            .filter_map(|(openid, right)| {
                let found = kept.remove(&*openid).unwrap_or_default();
                (found != right).then(|| format!("{openid}: {found:?} instead of {right:?}"))
            })
            .collect();
        let others = kept.iter().filter(|(_, left)| !left.is_empty());
        let others = others.map(|(openid, left)| format!("{openid} has left, and {left:?} is kept"));
        let wrong: Vec<String> = wrong.into_iter().chain(others).collect();
        if wrong.is_empty() { Ok(Callbacks::of(&ledger)) } else { Err(wrong.join("\n").into()) }
    }

    /// Waits until the candidates who stayed have got their messages; answers how many were sent more often than once, and
    /// to how many requests nobody answered although the message was taken.
    pub async fn messages(
        &self,
        stayed: &[usize],
        kinds: &[&str],
        candidates: usize,
    ) -> Result<(usize, usize), Failure> {
        let started = Instant::now();
        let wanted = |number: &usize| {
            kinds.iter().map(|kind| (phone(*number), (*kind).to_owned())).collect::<Vec<_>>()
        };
        let mut missing: HashSet<(String, String)> = stayed.iter().flat_map(wanted).collect();
        let ledger = loop {
            let ledger = self.ledger().await?;
            for sent in listed(&ledger["messages"]) {
                missing.remove(&(text(&sent["phone"]), text(&sent["template"])));
            }
            if missing.is_empty() {
                break ledger;
            }
            if started.elapsed() > PATIENCE {
                return Err(format!("not sent: {missing:?}").into());
            }
            tokio::time::sleep(PAUSE).await;
        };
        let mut times: HashMap<String, usize> = HashMap::new();
        listed(&ledger["messages"]).for_each(|sent| *times.entry(text(&sent["id"])).or_default() += 1);
        let twice = times.values().map(|times| times - 1).sum();
        let left: Value = serde_json::from_str(&self.control(Method::GET, "faults", &Value::Null).await?)?;
        let is_taken =
            |fault: &&Value| fault["path"] == MESSAGE && MESSAGE_IS_TAKEN.contains(&&*text(&fault["fault"]));
        let left: usize =
            listed(&left).filter(is_taken).filter_map(|fault| fault["times"].as_u64()).sum::<u64>() as usize;
        // Those in the list above, and the late ones.
        let all = (MESSAGE_IS_TAKEN.len() - 1) * each_of(&OF_MESSAGES, candidates) + TOO_LATE_TIMES;
        Ok((twice, all - left))
    }

    /// Nothing goes wrong any more, and the day is over: there is a bill of it.
    pub async fn next_day(&self) -> Result<(), Failure> {
        self.control(Method::POST, "faults", &json!([])).await?;
        self.control(Method::POST, "advance", &json!({ "seconds": 86_400 })).await.map(|_| ())
    }

    async fn ledger(&self) -> Result<Value, Failure> {
        Ok(serde_json::from_str(&self.control(Method::GET, "ledger", &Value::Null).await?)?)
    }

    async fn control(&self, method: Method, path: &str, body: &Value) -> Result<String, Failure> {
        let mut request = self.client.request(method, format!("{}/_control/{path}", self.simulator));
        if !body.is_null() {
            request = request.json(body);
        }
        let answer = request.send().await?;
        let status = answer.status();
        let text = answer.text().await?;
        if !status.is_success() {
            return Err(format!("{path}: {status} {text}").into());
        }
        Ok(text)
    }
}

impl Callbacks {
    fn of(ledger: &Value) -> Self {
        let (mut times, mut others) = (Vec::new(), HashMap::new());
        for tried in listed(&ledger["callbacks"]).flat_map(|callback| listed(&callback["tries"])) {
            match tried["answer"].as_str().unwrap_or_default() {
                "200" | "204" => times.push(Duration::from_micros(tried["took_us"].as_u64().unwrap_or(0))),
                other => *others.entry(other.to_owned()).or_default() += 1,
            }
        }
        times.sort();
        Self { times, others }
    }
}

impl fmt::Display for Callbacks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = |share: usize| {
            let place = self.times.len().saturating_sub(1) * share / 100;
            self.times.get(place).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
        };
        write!(f, "callbacks: {} taken, p50 {:.1} ms, p99 {:.1} ms", self.times.len(), at(50), at(99))?;
        let mut others: Vec<_> = self.others.iter().collect();
        others.sort();
        others.iter().try_for_each(|(answer, count)| write!(f, "; {count}: {answer}"))
    }
}
