//! The check against people, clause by clause. What a photo did not simply pass is written with the photo, so that nobody has
//! to read twenty thousand reports; what people decide is added when it counts. Of an erased photo only the counts stay.

use crate::db::{Change, new_id};
use crate::problem::Problem;
use crate::review::Verdict;
use portrait_precheck::profile::{Profile, Severity};
use portrait_precheck::{Decision, Finding, Outcome, Report};
use precheck_foundation::json::EnumName;
use serde::Serialize;
use sqlx::{Any, Executor, FromRow};
use utoipa::ToSchema;

const INSERT: &str = "INSERT INTO photo_clause (photo, campaign, rule, outcome, refuses) VALUES ($1, $2, $3, $4, $5) \
    ON CONFLICT (photo, rule) DO NOTHING";
const JUDGE: &str = "UPDATE photo_clause SET verdict = $2 WHERE photo = $1";
const JUDGE_PHOTO: &str = "UPDATE photo SET verdict = $2 WHERE id = $1";
const FORGET: &str = "UPDATE photo_clause SET photo = $2 WHERE photo = $1";
const COUNT: &str = "SELECT rule, outcome, verdict, refuses, COUNT(*) AS photos FROM photo_clause WHERE campaign = $1 \
    GROUP BY rule, outcome, verdict, refuses";

/// What the check and people said of the photos that did not simply pass a clause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ClauseFigures {
    /// The rule's id.
    pub rule: String,
    /// What the rule looks at, in Chinese.
    pub name_zh: String,
    /// What the rule looks at, in English.
    pub name_en: String,
    /// The notice's sentence.
    pub sentence: String,
    /// The notice's sentence in English.
    pub english: String,
    /// Photos that the check refused because of it.
    pub refused: i64,
    /// Photos that failed it, as people decided them.
    pub failed: Compared,
    /// Photos of which the check doubts it, as people decided them.
    pub doubtful: Compared,
    /// Photos on which it could not be checked, as people decided them.
    pub not_assessed: Compared,
}

/// What people decided on some photos.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Compared {
    /// Approved: where the check complained, a false alarm.
    pub approved: i64,
    /// Rejected, for whatever reason.
    pub rejected: i64,
}

impl Compared {
    /// Adds photos with this verdict.
    pub(super) fn add(&mut self, verdict: Option<&str>, photos: i64) {
        match verdict.and_then(Verdict::of) {
            Some(Verdict::Approve) => self.approved += photos,
            Some(Verdict::Reject) => self.rejected += photos,
            None => {}
        }
    }
}

#[derive(FromRow)]
struct Counted {
    rule: String,
    outcome: String,
    verdict: Option<String>,
    refuses: i64,
    photos: i64,
}

/// Writes what the check says of a new photo. What only follows from another failure is left out.
///
/// # Errors
/// Those of the database.
pub async fn record(
    change: &mut Change,
    photo: &str,
    campaign: &str,
    report: &Report,
) -> Result<(), Problem> {
    for finding in report.findings.iter().filter(|finding| finding.explained_by.is_none()) {
        let (Some(rule), Outcome::Fail | Outcome::Doubtful | Outcome::NotAssessed) =
            (finding.rule, finding.outcome)
        else {
            continue;
        };
        let insert = sqlx::query(INSERT).bind(photo).bind(campaign).bind(rule).bind(finding.outcome.name());
        let insert = insert.bind(i64::from(refuses(report.decision, finding)));
        insert.execute(&mut *change.tx).await?;
    }
    Ok(())
}

fn refuses(decision: Decision, finding: &Finding) -> bool {
    decision == Decision::Rejected && finding.outcome == Outcome::Fail && finding.severity == Severity::Reject
}

/// People have decided on a photo.
///
/// # Errors
/// Those of the database.
pub async fn judged(change: &mut Change, photo: &str, verdict: Verdict) -> Result<(), Problem> {
    for statement in [JUDGE, JUDGE_PHOTO] {
        sqlx::query(statement).bind(photo).bind(verdict.name()).execute(&mut *change.tx).await?;
    }
    Ok(())
}

/// Nothing tells any more of which photo the lines are.
///
/// # Errors
/// Those of the database.
pub async fn forget(change: &mut Change, photo: &str) -> Result<(), Problem> {
    sqlx::query(FORGET).bind(photo).bind(new_id()).execute(&mut *change.tx).await?;
    Ok(())
}

/// The figures of each clause that some photo did not pass, in the order of the notice.
///
/// # Errors
/// Those of the database.
pub(super) async fn read(
    database: impl Executor<'_, Database = Any>,
    campaign: &str,
    profile: Option<&Profile>,
) -> Result<Vec<ClauseFigures>, Problem> {
    let rows: Vec<Counted> = sqlx::query_as(COUNT).bind(campaign).fetch_all(database).await?;
    let clauses = profile.map(|profile| profile.clauses.as_slice()).unwrap_or_default();
    let place =
        |rule: &str| clauses.iter().position(|clause| clause.rule.is_some_and(|known| known.id == rule));
    let mut figures: Vec<(usize, ClauseFigures)> = Vec::new();
    for Counted { rule, outcome, verdict, refuses, photos } in rows {
        let index = figures.iter().position(|(_, known)| known.rule == rule).unwrap_or_else(|| {
            let at = place(&rule);
            figures.push((at.unwrap_or(usize::MAX), empty(rule, at.and_then(|at| clauses.get(at)))));
            figures.len() - 1
        });
        let Some((_, of)) = figures.get_mut(index) else { continue };
        of.refused += photos * refuses;
        match Outcome::of(&outcome) {
            Some(Outcome::Fail) => of.failed.add(verdict.as_deref(), photos),
            Some(Outcome::Doubtful) => of.doubtful.add(verdict.as_deref(), photos),
            _ => of.not_assessed.add(verdict.as_deref(), photos),
        }
    }
    figures.sort_by(|(one, left), (other, right)| (one, &left.rule).cmp(&(other, &right.rule)));
    Ok(figures.into_iter().map(|(_, figures)| figures).collect())
}

/// A clause without photos; one of an earlier profile has no words any more.
fn empty(rule: String, clause: Option<&portrait_precheck::profile::Clause>) -> ClauseFigures {
    let name = clause.and_then(|clause| clause.rule).map(|rule| rule.name);
    ClauseFigures {
        name_zh: name.map_or(rule.clone(), |name| name.zh.to_owned()),
        name_en: name.map_or(rule.clone(), |name| name.en.to_owned()),
        sentence: clause.map(|clause| clause.sentence.clone()).unwrap_or_default(),
        english: clause.map(|clause| clause.english.clone()).unwrap_or_default(),
        rule,
        refused: 0,
        failed: Compared::default(),
        doubtful: Compared::default(),
        not_assessed: Compared::default(),
    }
}
