//! Accounts: a WeChat account, or a phone number where there is no WeChat; and the phone number for messages.

use crate::clock::{DAY, HOUR, MINUTE};
use crate::context::App;
use crate::counter::{self, Limit};
use crate::db::{Actor, Change, new_id};
use crate::keys::{KeyError, Purpose};
use crate::message::Variable;
use crate::problem::{Code, Problem};
use aws_lc_rs::rand;
use sqlx::Row;

const ENTER: &str = "INSERT INTO account (id, login_key, login_sealed, phone_sealed, phone_key, created) \
    VALUES ($1, $2, $3, $4, $5, $6) \
    ON CONFLICT (login_key) DO UPDATE SET login_key = account.login_key RETURNING id";
const PHONE: &str = "UPDATE account SET phone_sealed = $2, phone_key = $3 WHERE id = $1";
const WITHOUT_KEY: &str =
    "SELECT id, phone_sealed FROM account WHERE phone_key IS NULL AND phone_sealed IS NOT NULL";
const FIND_BY: &str = "UPDATE account SET phone_key = $3 WHERE id = $1 AND phone_sealed = $2";
const HAS_PHONE: &str = "SELECT phone_sealed FROM account WHERE id = $1 AND phone_sealed IS NOT NULL";
const OF_LOGIN: &str = "SELECT id FROM account WHERE login_key = $1";
const LOGIN: &str = "SELECT login_sealed FROM account WHERE id = $1";
const NEW_CODE: &str = "INSERT INTO sms_code (phone_key, code_key, expires, tries) VALUES ($1, $2, $3, 0) \
    ON CONFLICT (phone_key) DO UPDATE SET code_key = $2, expires = $3, tries = 0";
const TRY_CODE: &str =
    "UPDATE sms_code SET tries = tries + 1 WHERE phone_key = $1 RETURNING code_key, expires, tries";
const SWEEP_CODES: &str = "DELETE FROM sms_code WHERE expires < $1";
const UNUSED: &str = "SELECT id FROM account WHERE created < $1 AND id NOT IN \
    (SELECT account FROM collection WHERE account IS NOT NULL) ORDER BY id";
const LOCK: &str = "UPDATE account SET created = created WHERE id = $1";
const DELETE: &str = "DELETE FROM account WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM collection WHERE account = $1) \
    AND NOT EXISTS (SELECT 1 FROM session WHERE kind = 'candidate' AND subject = $1)";
const USE_CODE: &str = "DELETE FROM sms_code WHERE phone_key = $1";

/// How long a code that was sent to a phone is good.
const CODE_LASTS: i64 = 5 * MINUTE;

/// Tries that there are for a code of a million.
const CODE_TRIES: i64 = 5;

/// Digits of a phone number of the mainland, without the country's code.
const PHONE_DIGITS: usize = 11;

/// The account of a WeChat account; a new one if there is none.
///
/// # Errors
/// Those of the database.
pub async fn of_wechat(app: &App, change: &mut Change, openid: &str) -> Result<String, Problem> {
    enter(app, change, Purpose::WechatAccount, openid, None).await
}

/// The account of a phone number whose owner knows the code that was sent there.
///
/// # Errors
/// [`Code::SignInFailed`]; the try is counted.
pub async fn of_phone(app: &App, phone: &str, code: &str) -> Result<(String, Change), Problem> {
    let phone = mainland_number(phone)?;
    let key = app.keys.lookup(Purpose::Phone, &[phone]);
    let mut change = app.db.change(Actor::Candidate).await?;
    let row = sqlx::query(TRY_CODE).bind(&key).fetch_optional(&mut *change.tx).await?;
    let row = row.ok_or(Code::SignInFailed)?;
    let expected: String = row.try_get("code_key")?;
    let (expires, tries): (i64, i64) = (row.try_get("expires")?, row.try_get("tries")?);
    let is_right = expected == app.keys.lookup(Purpose::Secret, &[phone, code]);
    if !is_right || expires <= change.now || tries > CODE_TRIES {
        change.commit().await?;
        return Err(Code::SignInFailed.into());
    }
    sqlx::query(USE_CODE).bind(&key).execute(&mut *change.tx).await?;
    let account = enter(app, &mut change, Purpose::Phone, phone, Some(phone)).await?;
    Ok((account, change))
}

async fn enter(
    app: &App,
    change: &mut Change,
    purpose: Purpose,
    login: &str,
    phone: Option<&str>,
) -> Result<String, Problem> {
    let id = new_id();
    let seal =
        |purpose, value: &str| app.keys.seal(purpose, &id, value.as_bytes()).map_err(Problem::internal);
    let phone_key = phone.map(|phone| phone_key(app, phone));
    let phone = phone.map(|phone| seal(Purpose::Phone, phone)).transpose()?;
    let enter =
        sqlx::query(ENTER).bind(&id).bind(app.keys.lookup(purpose, &[login])).bind(seal(purpose, login)?);
    let row = enter.bind(phone).bind(phone_key).bind(change.now).fetch_one(&mut *change.tx).await?;
    Ok(row.try_get("id")?)
}

/// Notes the phone number to which messages go.
///
/// # Errors
/// Those of the database.
pub async fn set_phone(app: &App, account: &str, phone: &str) -> Result<(), Problem> {
    let sealed = app.keys.seal(Purpose::Phone, account, phone.as_bytes()).map_err(Problem::internal)?;
    let mut change = app.db.change(Actor::Candidate).await?;
    let update = sqlx::query(PHONE).bind(account).bind(sealed).bind(phone_key(app, phone));
    update.execute(&mut *change.tx).await?;
    change.note("account", account, "phone", "").await?;
    change.commit().await
}

/// The keyed hash by which the help desk finds a phone number, however it is written.
pub fn phone_key(app: &App, phone: &str) -> String {
    let digits: String = phone.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    app.keys.lookup(Purpose::Phone, &[digits.strip_prefix("+86").unwrap_or(&digits)])
}

/// Gives the phone numbers of older versions the hash by which they are found; gives their number.
///
/// # Errors
/// A value does not open, or those of the database.
pub async fn fill_phone_keys(app: &App) -> Result<usize, Problem> {
    let without: Vec<(String, Vec<u8>)> = sqlx::query_as(WITHOUT_KEY).fetch_all(app.db.pool()).await?;
    for (id, sealed) in &without {
        let phone = app.keys.open(Purpose::Phone, id, sealed).map_err(Problem::internal)?;
        let phone = String::from_utf8(phone).map_err(Problem::internal)?;
        let find = sqlx::query(FIND_BY).bind(id).bind(sealed).bind(phone_key(app, &phone));
        find.execute(app.db.pool()).await?;
    }
    Ok(without.len())
}

/// The phone number of an account.
///
/// # Errors
/// [`Code::PhoneNeeded`], or those of the database.
pub async fn phone(app: &App, account: &str) -> Result<String, Problem> {
    let row = sqlx::query(HAS_PHONE).bind(account).fetch_optional(app.db.pool()).await?;
    let sealed: Vec<u8> = row.ok_or(Code::PhoneNeeded)?.try_get("phone_sealed")?;
    let phone = app.keys.open(Purpose::Phone, account, &sealed).map_err(Problem::internal)?;
    String::from_utf8(phone).map_err(Problem::internal)
}

/// The account of the phone number that WeChat says the owner of this WeChat account has: whoever has proved that number by a
/// code is the same person.
///
/// # Errors
/// Those of the database.
pub async fn same_by_phone(app: &App, account: &str) -> Result<Option<String>, Problem> {
    match (openid(app, account).await, phone(app, account).await) {
        (Ok(_), Ok(phone)) => {
            let Ok(number) = mainland_number(&phone) else { return Ok(None) };
            let of_phone = sqlx::query(OF_LOGIN).bind(app.keys.lookup(Purpose::Phone, &[number]));
            let row = of_phone.fetch_optional(app.db.pool()).await?;
            Ok(row.map(|row| row.try_get("id")).transpose()?)
        }
        (Err(problem), _) | (_, Err(problem))
            if matches!(problem.code(), Some(Code::WechatNeeded | Code::PhoneNeeded)) =>
        {
            Ok(None)
        }
        (Err(problem), _) | (_, Err(problem)) => Err(problem),
    }
}

/// The WeChat account (openid) that pays.
///
/// # Errors
/// [`Code::WechatNeeded`] for an account that is a phone number, or those of the database.
pub async fn openid(app: &App, account: &str) -> Result<String, Problem> {
    let row = sqlx::query(LOGIN).bind(account).fetch_one(app.db.pool()).await?;
    match app.keys.open(Purpose::WechatAccount, account, row.try_get("login_sealed")?) {
        Ok(openid) => String::from_utf8(openid).map_err(Problem::internal),
        // It is sealed as a phone number.
        Err(KeyError::NotAuthentic) => Err(Code::WechatNeeded.into()),
        Err(error) => Err(Problem::internal(error)),
    }
}

/// The template of login codes.
const CODE_TEMPLATE: &str = "login-code";

/// Sends a code to a phone number.
///
/// # Errors
/// The number is none, too many codes were sent there, or the vendor does not take the message.
pub async fn send_code(app: &App, phone: &str, address: &str) -> Result<(), Problem> {
    let phone = mainland_number(phone)?;
    let key = app.keys.lookup(Purpose::Phone, &[phone]);
    let code = random_code()?;
    let mut change = app.db.change(Actor::Candidate).await?;
    let most = app.config.codes_per_phone;
    let limits = [
        Limit { name: format!("code:{key}"), most, span: HOUR },
        // A household, or a school's network, behind one address.
        Limit { name: format!("code-address:{address}"), most: most.saturating_mul(100), span: HOUR },
    ];
    let wait = counter::count(&mut change, &limits).await?;
    if wait.is_none() {
        let new =
            sqlx::query(NEW_CODE).bind(&key).bind(app.keys.lookup(Purpose::Secret, &[phone, code.text()]));
        new.bind(change.now + CODE_LASTS).execute(&mut *change.tx).await?;
    }
    change.commit().await?;
    match wait {
        Some(wait) => Err(Problem::too_many_tries(wait)),
        None => Ok(app.sms.send(CODE_TEMPLATE, phone, &[code], "").await?),
    }
}

/// Deletes the accounts that no collection and no session has; gives their number.
///
/// # Errors
/// Those of the database.
pub async fn sweep(app: &App) -> Result<u64, Problem> {
    let before = app.clock.now() - DAY;
    let unused: Vec<(String,)> = sqlx::query_as(UNUSED).bind(before).fetch_all(app.db.pool()).await?;
    let mut deleted = 0;
    for (id,) in unused {
        let mut change = app.db.change(Actor::Machine).await?;
        // First: whoever signs in at this moment has a session before the next statement, or a new account after it.
        sqlx::query(LOCK).bind(&id).execute(&mut *change.tx).await?;
        deleted += sqlx::query(DELETE).bind(&id).execute(&mut *change.tx).await?.rows_affected();
        change.commit().await?;
    }
    Ok(deleted)
}

/// Deletes the codes that are over; gives their number.
///
/// # Errors
/// Those of the database.
pub async fn sweep_codes(change: &mut Change) -> Result<u64, Problem> {
    Ok(sqlx::query(SWEEP_CODES).bind(change.now).execute(&mut *change.tx).await?.rows_affected())
}

/// The eleven digits of a mobile phone of the mainland.
fn mainland_number(phone: &str) -> Result<&str, Problem> {
    let phone = phone.strip_prefix("+86").unwrap_or(phone);
    let is_number =
        phone.len() == PHONE_DIGITS && phone.starts_with('1') && phone.bytes().all(|b| b.is_ascii_digit());
    if is_number {
        Ok(phone)
    } else {
        Err(Problem::invalid("`phone` is no mobile phone number of 11 digits"))
    }
}

/// Six random digits.
fn random_code() -> Result<Variable, Problem> {
    let mut bytes = [0; 8];
    rand::fill(&mut bytes).map_err(|_| Problem::internal("no randomness"))?;
    // Of 2^64 numbers, so that no code is noticeably likelier than another.
    Ok(Variable::code((u64::from_le_bytes(bytes) % 1_000_000) as u32))
}
