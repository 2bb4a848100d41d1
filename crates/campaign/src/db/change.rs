//! One step of somebody's way as one transaction: lock the row, look into its table of states, change it, and write an
//! audit line.

use crate::problem::{Code, Problem};
use crate::states::Machine;
use precheck_foundation::json::EnumName;
use sqlx::{Any, Row, Transaction};
use std::fmt;
use uuid::Uuid;

const AUDIT: &str = "INSERT INTO audit (id, at, actor, machine, subject, version, event, from_state, to_state, note) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

/// What a row's first audit line says.
const CREATE: &str = "create";

/// Who does something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// The candidate whose record it is.
    Candidate,
    /// A member of staff, by id.
    Staff(String),
    /// The program itself.
    Machine,
    /// Somebody at the command line.
    Operator,
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Candidate => f.write_str("candidate"),
            Self::Staff(id) => write!(f, "staff:{id}"),
            Self::Machine => f.write_str("machine"),
            Self::Operator => f.write_str("operator"),
        }
    }
}

/// A row that this transaction has locked.
#[derive(Debug)]
pub struct Locked<M> {
    /// The row's id.
    pub id: String,
    /// Its state now.
    pub state: M,
    /// Its version now.
    pub version: i64,
}

/// A transaction that writes. Dropped without [`Change::commit`], it changes nothing.
pub struct Change {
    /// The transaction, for the statements between the steps.
    pub tx: Transaction<'static, Any>,
    /// The time of everything in it.
    pub now: i64,
    actor: Actor,
}

/// A new id; ids sort by time.
pub fn new_id() -> String {
    Uuid::now_v7().to_string()
}

impl Change {
    pub(super) fn new(tx: Transaction<'static, Any>, now: i64, actor: Actor) -> Self {
        Self { tx, now, actor }
    }

    /// Locks a row until the transaction ends.
    ///
    /// # Errors
    /// [`Code::NotFound`], or those of the database.
    pub async fn lock<M: Machine>(&mut self, id: &str) -> Result<Locked<M>, Problem> {
        let row = sqlx::query(M::LOCK).bind(id).fetch_optional(&mut *self.tx).await?;
        let row = row.ok_or(Code::NotFound)?;
        let state: String = row.try_get("state")?;
        let known = M::of(&state).ok_or_else(|| {
            tracing::error!(table = M::TABLE, id, state, "a state that does not exist");
            Code::InternalError
        })?;
        Ok(Locked { id: id.to_owned(), state: known, version: row.try_get("version")? })
    }

    /// Takes the row to the state that follows, with an audit line.
    ///
    /// # Errors
    /// [`Code::NotNow`] if the table of states does not have it, or those of the database.
    pub async fn step<M: Machine>(
        &mut self,
        row: &mut Locked<M>,
        event: M::Event,
        note: &str,
    ) -> Result<(), Problem> {
        let next = row.state.after(event).ok_or_else(|| {
            let values = [("event", event.name()), ("state", row.state.name())];
            Problem::with(Code::NotNow, &values)
        })?;
        let version = row.version + 1;
        sqlx::query(M::WRITE).bind(&row.id).bind(next.name()).bind(version).execute(&mut *self.tx).await?;
        let states = [Some(row.state.name()), Some(next.name())];
        self.line(M::TABLE, &row.id, Some(version), event.name(), states, note).await?;
        (row.state, row.version) = (next, version);
        Ok(())
    }

    /// Writes the first audit line of a row that was inserted with version 1.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn created<M: Machine>(&mut self, id: &str, state: M, note: &str) -> Result<(), Problem> {
        self.line(M::TABLE, id, Some(1), CREATE, [None, Some(state.name())], note).await
    }

    /// Writes an audit line about something that has no states.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn note(
        &mut self,
        table: &'static str,
        subject: &str,
        event: &str,
        note: &str,
    ) -> Result<(), Problem> {
        self.line(table, subject, None, event, [None, None], note).await
    }

    async fn line(
        &mut self,
        table: &'static str,
        subject: &str,
        version: Option<i64>,
        event: &str,
        [from, to]: [Option<&'static str>; 2],
        note: &str,
    ) -> Result<(), Problem> {
        let line = sqlx::query(AUDIT).bind(new_id()).bind(self.now).bind(self.actor.to_string());
        let line = line.bind(table).bind(subject).bind(version).bind(event).bind(from).bind(to).bind(note);
        line.execute(&mut *self.tx).await?;
        Ok(())
    }

    /// Makes all of it true.
    ///
    /// # Errors
    /// Those of the database; then nothing of it is true.
    pub async fn commit(self) -> Result<(), Problem> {
        Ok(self.tx.commit().await?)
    }
}
