//! Connections, the migrations, and the few things in which the two databases differ.

use super::change::{Actor, Change};
use crate::clock::Clock;
use sqlx::any::AnyPoolOptions;
use sqlx::migrate::Migrator;
use sqlx::{Any, AnyPool, Connection, Executor, Transaction};
use std::path::Path;
use std::time::Duration;

static MIGRATIONS: Migrator = sqlx::migrate!();

/// How long a request waits for a connection before it is answered 503.
const ACQUIRE: Duration = Duration::from_secs(10);

/// Connections of one process. SQLite has one writer at a time, whatever their number.
const CONNECTIONS: u32 = 16;

/// What SQLite needs to be told on each connection: readers beside a writer, a wait for the other writer, and nothing that
/// was acknowledged is lost when the power fails.
const PRAGMAS: &str = "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
    PRAGMA foreign_keys = ON";

/// Lines of the audit are never changed.
const SQLITE_AUDIT_IS_FINAL: &str = "
    CREATE TRIGGER IF NOT EXISTS audit_no_update BEFORE UPDATE ON audit
        BEGIN SELECT RAISE(ABORT, 'audit lines never change'); END;
    CREATE TRIGGER IF NOT EXISTS audit_no_delete BEFORE DELETE ON audit
        BEGIN SELECT RAISE(ABORT, 'audit lines never change'); END;";

const POSTGRES_AUDIT_IS_FINAL: &str = "
    CREATE OR REPLACE FUNCTION audit_is_final() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'audit lines never change'; END $$;
    CREATE OR REPLACE TRIGGER audit_is_final BEFORE UPDATE OR DELETE ON audit
        FOR EACH ROW EXECUTE FUNCTION audit_is_final();";

/// Whether the above was done. Without asking, each start would wait for every transaction that writes, and these for it.
const POSTGRES_AUDIT_WAS_FINAL: &str =
    "SELECT 1 FROM pg_trigger WHERE tgname = 'audit_is_final' AND tgrelid = 'audit'::regclass";

/// Processes that start at once do it one after the other; the number is only this lock's name.
const POSTGRES_LOCK: &str = "SELECT pg_advisory_xact_lock(7430115)";

/// Which database it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DbKind {
    /// A file, embedded.
    Sqlite,
    /// A server.
    Postgres,
}

/// The connections to one database; clones share them.
#[derive(Clone)]
pub struct Db {
    pool: AnyPool,
    kind: DbKind,
    clock: Clock,
}

impl Db {
    /// Connects, and brings the tables up to date.
    ///
    /// # Errors
    /// The database cannot be reached, or its tables are newer than this program.
    pub async fn connect(url: &str, clock: Clock) -> Result<Self, sqlx::Error> {
        sqlx::any::install_default_drivers();
        let kind = if url.starts_with("sqlite:") { DbKind::Sqlite } else { DbKind::Postgres };
        let options = AnyPoolOptions::new().max_connections(CONNECTIONS).acquire_timeout(ACQUIRE);
        let options = options.after_connect(move |connection, _| {
            Box::pin(async move {
                if kind == DbKind::Sqlite {
                    connection.execute(PRAGMAS).await?;
                }
                Ok(())
            })
        });
        let options = options.after_release(|connection, _| {
            Box::pin(async move {
                // SQLite has rolled back by itself what met a full disk. sqlx counts that transaction as open still, and
                // would not end the next one of this connection: everybody else would wait for its lock for ever.
                connection.ping().await?;
                Ok(!connection.is_in_transaction())
            })
        });
        let pool = options.connect(url).await?;
        MIGRATIONS.run(&pool).await?;
        let mut transaction = pool.begin().await?;
        match kind {
            DbKind::Sqlite => {
                transaction.execute(SQLITE_AUDIT_IS_FINAL).await?;
            }
            DbKind::Postgres if transaction.fetch_optional(POSTGRES_AUDIT_WAS_FINAL).await?.is_none() => {
                transaction.execute(POSTGRES_LOCK).await?;
                transaction.execute(POSTGRES_AUDIT_IS_FINAL).await?;
            }
            DbKind::Postgres => {}
        }
        transaction.commit().await?;
        Ok(Self { pool, kind, clock })
    }

    /// The address of the database in this file.
    pub fn file_url(path: &Path) -> String {
        format!("sqlite://{}?mode=rwc", path.display())
    }

    /// For single statements.
    pub fn pool(&self) -> &AnyPool {
        &self.pool
    }

    /// Begins a transaction that writes. Its first statement must be a write: [`Change::lock`], an insert or an update.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn change(&self, actor: Actor) -> Result<Change, sqlx::Error> {
        Ok(Change::new(self.pool.begin().await?, self.clock.now(), actor))
    }

    /// Begins a transaction that reads, and sees everything as it was at one moment.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn snapshot(&self) -> Result<Transaction<'static, Any>, sqlx::Error> {
        self.pool
            .begin_with(match self.kind {
                DbKind::Sqlite => "BEGIN",
                DbKind::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            })
            .await
    }

    /// The statement for this database, of one whose only difference is how it passes over locked rows.
    pub fn passing_over_locked(&self, [sqlite, postgres]: [&'static str; 2]) -> &'static str {
        match self.kind {
            DbKind::Sqlite => sqlite,
            DbKind::Postgres => postgres,
        }
    }

    /// Which database it is.
    pub fn kind(&self) -> DbKind {
        self.kind
    }

    /// Ends all connections.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}
