//! Takes a roster into the database: all of it in one transaction, or nothing. A later file adds and changes lines; what
//! it no longer has is named and cannot be matched any more, but is not removed.

use super::{BadLine, Column, Encoding, Entry, Table, check, read};
use crate::catalogue::{self, Campaign};
use crate::collection::keyed;
use crate::context::App;
use crate::db::{Actor, new_id};
use crate::keys::Purpose;
use crate::problem::{Bilingual, Code, Problem};
use crate::states::CampaignState;
use serde::Serialize;
use sqlx::Row;
use std::collections::{HashMap, HashSet};
use std::fmt;
use utoipa::ToSchema;

/// Lines that are shown before an import.
const PREVIEW: usize = 20;

/// Characters that a number in the preview keeps at its end.
const TAIL: usize = 4;

const LOCK: &str = "UPDATE campaign SET version = version WHERE id = $1";
const KNOWN: &str = "SELECT id, student_key, content_key, present FROM roster_entry WHERE campaign = $1";
const WITH_COLLECTION: &str =
    "SELECT DISTINCT roster_entry FROM collection WHERE campaign = $1 AND state <> 'withdrawn'";
const INSERT: &str = "INSERT INTO roster_entry (id, campaign, match_key, identity_key, student_key, content_key, \
    name_sealed, student_sealed, level, present) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)";
const UPDATE: &str = "UPDATE roster_entry SET match_key = $2, identity_key = $3, content_key = $4, name_sealed = $5, \
    student_sealed = $6, level = $7, present = 1 WHERE id = $1";
const PRESENT: &str = "UPDATE roster_entry SET present = $2 WHERE id = $1";

/// What a file has changed, or would change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Imported {
    /// How the file's text was encoded.
    pub encoding: String,
    /// Lines that were not there.
    pub added: usize,
    /// Lines that say something else than before.
    pub changed: usize,
    /// Lines that say the same.
    pub unchanged: usize,
    /// Lines of earlier files that this one does not have: nobody can match them any more.
    pub absent: usize,
    /// Changed or absent lines, by the number in the file or 0, whose candidates have begun: to be looked at.
    pub with_collection: Vec<u64>,
    /// Whether this only says what would change.
    pub dry_run: bool,
    /// The first lines, as they were understood, where nothing was imported.
    pub preview: Vec<EntryView>,
}

impl fmt::Display for Imported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { encoding, added, changed, unchanged, absent, with_collection, dry_run, .. } = self;
        if *dry_run {
            f.write_str("nothing imported; the file would make: ")?;
        }
        write!(
            f,
            "encoding {encoding}, added {added}, changed {changed}, unchanged {unchanged}, absent {absent}"
        )?;
        if !with_collection.is_empty() {
            write!(f, "\nlines whose candidates have begun (0: absent): {with_collection:?}")?;
        }
        Ok(())
    }
}

/// A line as it was understood, for whoever looks whether columns and characters are right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct EntryView {
    /// Its number in the file.
    pub line: u64,
    /// The level of study.
    pub level: String,
    /// The name.
    pub name: String,
    /// What people call the kind of document.
    pub id_type: &'static str,
    /// Its number, without the middle.
    pub id_number: String,
    /// The student number.
    pub student_number: String,
}

/// A line that has to be corrected.
#[derive(Debug, Serialize, ToSchema)]
struct BadLineView {
    line: u64,
    flaws: Vec<FlawView>,
}

#[derive(Debug, Serialize, ToSchema)]
struct FlawView {
    column: &'static str,
    value: String,
    message: Bilingual,
}

/// What somebody was shown of a file before they agreed to its import: it does that, or nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Agreed {
    /// Lines that are added.
    pub added: Option<usize>,
    /// Lines that are changed.
    pub changed: Option<usize>,
    /// Lines that the file does not have.
    pub absent: Option<usize>,
}

impl Agreed {
    fn is(&self, imported: &Imported) -> bool {
        let pairs =
            [(self.added, imported.added), (self.changed, imported.changed), (self.absent, imported.absent)];
        pairs.iter().all(|(agreed, found)| agreed.is_none_or(|agreed| agreed == *found))
    }
}

/// Imports a file, or says what it would change.
///
/// # Errors
/// [`Code::InvalidRequest`], with every bad line in its details; [`Code::UnknownCampaign`]; [`Code::NotNow`] for an
/// archived campaign; [`Code::VersionConflict`], if it would do something else than was agreed to; those of the database.
pub async fn import(
    app: &App,
    actor: Actor,
    campaign: &str,
    file: Vec<u8>,
    dry_run: bool,
    agreed: Agreed,
) -> Result<Imported, Problem> {
    let Campaign { state, settings } = catalogue::read(app.db.pool(), campaign).await?;
    if state == CampaignState::Archived {
        return Err(Code::NotNow.into());
    }
    let levels = settings.levels;
    let (encoding, entries) =
        tokio::task::spawn_blocking(move || entries(&file, &levels)).await.map_err(Problem::internal)??;
    let mut change = app.db.change(actor).await?;
    sqlx::query(LOCK).bind(campaign).execute(&mut *change.tx).await?;
    let mut known = HashMap::new();
    for row in sqlx::query(KNOWN).bind(campaign).fetch_all(&mut *change.tx).await? {
        let (id, content): (String, String) = (row.try_get("id")?, row.try_get("content_key")?);
        let present: i64 = row.try_get("present")?;
        known.insert(row.try_get::<String, _>("student_key")?, (id, content, present == 1));
    }
    let begun: Vec<String> =
        sqlx::query_scalar(WITH_COLLECTION).bind(campaign).fetch_all(&mut *change.tx).await?;
    let begun: HashSet<String> = begun.into_iter().collect();
    let mut imported = Imported {
        encoding: name_of(encoding).to_owned(),
        added: 0,
        changed: 0,
        unchanged: 0,
        absent: 0,
        with_collection: Vec::new(),
        dry_run,
        preview: if dry_run {
            entries.iter().take(PREVIEW).map(EntryView::from).collect()
        } else {
            Vec::new()
        },
    };
    for entry in &entries {
        let Entry { line, level, name, id_type, id_number, student_number } = entry;
        let student_key = app.keys.lookup(Purpose::StudentNumber, &[campaign, student_number]);
        let kind = id_type.names().first().copied().unwrap_or_default();
        let content =
            app.keys.lookup(Purpose::RosterEntry, &[campaign, level, name, kind, id_number, student_number]);
        let earlier = known.remove(&student_key);
        if let Some((_, same, true)) = &earlier
            && *same == content
        {
            imported.unchanged += 1;
            continue;
        }
        let (id, is_new) = earlier.map_or_else(|| (new_id(), true), |(id, ..)| (id, false));
        match is_new {
            true => imported.added += 1,
            false => imported.changed += 1,
        }
        if !is_new && begun.contains(&id) {
            imported.with_collection.push(*line);
        }
        if dry_run {
            continue;
        }
        let keys = keyed(&app.keys, campaign, level, name, *id_type, id_number);
        let seal =
            |purpose, value: &str| app.keys.seal(purpose, &id, value.as_bytes()).map_err(Problem::internal);
        let (name, student) = (seal(Purpose::Name, name)?, seal(Purpose::StudentNumber, student_number)?);
        let statement = if is_new {
            let insert =
                sqlx::query(INSERT).bind(&id).bind(campaign).bind(keys.match_key).bind(keys.identity_key);
            insert.bind(student_key).bind(content).bind(name).bind(student).bind(level)
        } else {
            let update =
                sqlx::query(UPDATE).bind(&id).bind(keys.match_key).bind(keys.identity_key).bind(content);
            update.bind(name).bind(student).bind(level)
        };
        statement.execute(&mut *change.tx).await?;
    }
    for (id, _, was_present) in known.values() {
        imported.absent += 1;
        if begun.contains(id) {
            imported.with_collection.push(0);
        }
        if *was_present && !dry_run {
            sqlx::query(PRESENT).bind(id).bind(0_i64).execute(&mut *change.tx).await?;
        }
    }
    if dry_run {
        return Ok(imported);
    }
    if !agreed.is(&imported) {
        return Err(Code::VersionConflict.into());
    }
    let Imported { added, changed, unchanged, absent, .. } = &imported;
    let note = format!("added {added}, changed {changed}, unchanged {unchanged}, absent {absent}");
    change.note("campaign", campaign, "import", &note).await?;
    change.commit().await?;
    Ok(imported)
}

impl From<&Entry> for EntryView {
    fn from(entry: &Entry) -> Self {
        let number: Vec<char> = entry.id_number.chars().collect();
        let kept = number.len() / 3;
        let shown = number.iter().enumerate().map(|(place, character)| {
            if (kept..number.len() - TAIL.min(kept)).contains(&place) { '*' } else { *character }
        });
        Self {
            line: entry.line,
            level: entry.level.clone(),
            name: entry.name.clone(),
            id_type: entry.id_type.names().first().copied().unwrap_or_default(),
            id_number: shown.collect(),
            student_number: entry.student_number.clone(),
        }
    }
}

fn name_of(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Utf8 => "UTF-8",
        Encoding::Utf16 => "UTF-16",
        Encoding::Gb18030 => "GB18030",
        Encoding::Workbook => "XLSX",
    }
}

fn entries(file: &[u8], levels: &[String]) -> Result<(Encoding, Vec<Entry>), Problem> {
    let table = read(file).map_err(Problem::invalid)?;
    let entries = check(&table, levels).map_err(|bad| refusal(&table, &bad))?;
    Ok((table.encoding, entries))
}

fn refusal(table: &Table, bad: &[BadLine]) -> Problem {
    let lines: Vec<BadLineView> = bad
        .iter()
        .map(|BadLine { line, flaws }| BadLineView {
            line: *line,
            flaws: flaws
                .iter()
                .map(|(column, flaw)| FlawView {
                    column: column.titles().first().copied().unwrap_or_default(),
                    value: written(table, *line, *column),
                    message: flaw.text().into(),
                })
                .collect(),
        })
        .collect();
    let details = serde_json::to_value(&lines).unwrap_or_default();
    Problem::with(Code::InvalidRequest, &[("why", &format!("{} bad lines", bad.len()))])
        .and_details(serde_json::json!({ "encoding": name_of(table.encoding), "lines": details }))
}

/// What a cell says.
fn written(table: &Table, line: u64, column: Column) -> String {
    let place = table.header.cells.iter().position(|cell| Column::from_title(&cell.text) == Some(column));
    let line = table.lines.binary_search_by_key(&line, |line| line.number).ok();
    let cell = line.zip(place).and_then(|(line, place)| table.lines.get(line)?.cells.get(place));
    cell.map(|cell| cell.text.clone()).unwrap_or_default()
}
