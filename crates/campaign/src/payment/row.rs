//! The row of a payment.

use crate::db::{Change, Locked};
use crate::problem::{Code, Problem};
use crate::states::{CollectionState, PaymentState};
use precheck_foundation::json::EnumName;
use sqlx::{Any, Executor, FromRow};

const ONE: &str = "SELECT * FROM payment WHERE id = $1";
const OPEN: &str = "SELECT * FROM payment WHERE collection = $1 AND state IN ('created', 'pending')";
const ALL: &str = "SELECT * FROM payment WHERE collection = $1 ORDER BY number";

/// A payment, as it was when it was read.
#[derive(Debug, Clone, FromRow)]
pub struct Payment {
    /// The id, which is also the order's number at WeChat Pay.
    pub id: String,
    /// The collection's id.
    pub collection: String,
    /// The campaign's id.
    pub campaign: String,
    /// The account whose order it is, until the candidate leaves.
    pub account: Option<String>,
    /// 1, 2, 3 … within the collection.
    pub number: i64,
    /// The state's name.
    pub state: String,
    /// In fen.
    pub amount: i64,
    /// WeChat Pay's permission to pay.
    pub prepay_id: Option<String>,
    /// When the order ends by itself, in milliseconds since 1970.
    pub expires: i64,
    /// WeChat Pay's number.
    pub transaction_id: Option<String>,
    /// When it was begun.
    pub created: i64,
    /// When it was paid.
    pub paid: Option<i64>,
    /// Why it is refunded.
    pub refund_reason: Option<String>,
    /// When WeChat Pay has taken the refund.
    pub refund_taken: Option<i64>,
    /// What WeChat Pay said of the open order last.
    pub answer: Option<String>,
    /// How many refunds of it WeChat Pay has closed.
    pub refunds_closed: i64,
}

impl Payment {
    /// The state.
    ///
    /// # Errors
    /// The database has one that does not exist.
    pub fn state(&self) -> Result<PaymentState, Problem> {
        PaymentState::of(&self.state).ok_or_else(|| Problem::internal("a payment's state does not exist"))
    }

    /// Locks its collection and itself, in this order wherever both change, so that no two changes wait for each other.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn lock(
        &self,
        change: &mut Change,
    ) -> Result<(Locked<CollectionState>, Locked<PaymentState>), Problem> {
        Ok((change.lock(&self.collection).await?, change.lock(&self.id).await?))
    }

    /// The number of the refund: one for each payment, so that nothing is given back twice; another one only after WeChat
    /// Pay has closed the one before, by which nothing can come back any more.
    pub fn refund_number(&self) -> String {
        self.refund_number_after(self.refunds_closed)
    }

    /// Whether WeChat Pay has closed the refund of this number.
    pub fn has_closed(&self, refund_number: &str) -> bool {
        (0..self.refunds_closed).any(|closed| self.refund_number_after(closed) == refund_number)
    }

    fn refund_number_after(&self, closed: i64) -> String {
        let count = if closed == 0 { String::new() } else { closed.to_string() };
        format!("{}R{count}", self.id)
    }
}

/// The payment with this number.
///
/// # Errors
/// [`Code::NotFound`], or those of the database.
pub async fn find(database: impl Executor<'_, Database = Any>, id: &str) -> Result<Payment, Problem> {
    let payment = sqlx::query_as(ONE).bind(id).fetch_optional(database).await?;
    Ok(payment.ok_or(Code::NotFound)?)
}

/// The payment of a collection that is not at its end.
///
/// # Errors
/// Those of the database.
pub async fn open(
    database: impl Executor<'_, Database = Any>,
    collection: &str,
) -> Result<Option<Payment>, Problem> {
    Ok(sqlx::query_as(OPEN).bind(collection).fetch_optional(database).await?)
}

/// All payments of a collection, the first one first.
///
/// # Errors
/// Those of the database.
pub async fn of_collection(
    database: impl Executor<'_, Database = Any>,
    collection: &str,
) -> Result<Vec<Payment>, Problem> {
    Ok(sqlx::query_as(ALL).bind(collection).fetch_all(database).await?)
}
