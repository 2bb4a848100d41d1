//! Entries of a roster's lines, or every bad line with the columns and reasons. All or nothing: half a roster would tell
//! the other half that they were not found.

use super::{Cell, Column, Flaw, Line, Table};
use crate::identity::{IdType, MAX_NAME, normalised_name};
use std::collections::HashMap;
use std::collections::hash_map;
use unicode_normalization::UnicodeNormalization;

/// Longest student number.
const MAX_STUDENT_NUMBER: usize = 32;

/// A candidate.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    /// The line of the file.
    pub line: u64,
    /// The level of study, one of the campaign's.
    pub level: String,
    /// The name as the roster writes it.
    pub name: String,
    /// The kind of document.
    pub id_type: IdType,
    /// Its number, normalised.
    pub id_number: String,
    /// The student number, capital letters.
    pub student_number: String,
}

/// A line that has to be corrected. Line 1 stands for the header where a column is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLine {
    /// Its number in the file.
    pub line: u64,
    /// The cells that are wrong, and why; from left to right in the usual order of columns.
    pub flaws: Vec<(Column, Flaw)>,
}

/// Checks every line. `levels` are those of the campaign.
///
/// # Errors
/// Every bad line, in the order of the file.
pub fn check(table: &Table, levels: &[String]) -> Result<Vec<Entry>, Vec<BadLine>> {
    let places = Places::find(&table.header).map_err(|bad| vec![bad])?;
    let mut checker = Checker { places, levels, numbers: HashMap::new(), students: HashMap::new() };
    let (mut entries, mut bad) = (Vec::new(), Vec::new());
    for line in &table.lines {
        match checker.entry(line) {
            Ok(entry) => entries.push(entry),
            Err(flaws) => bad.push(BadLine { line: line.number, flaws }),
        }
    }
    if bad.is_empty() { Ok(entries) } else { Err(bad) }
}

/// Where each column is.
struct Places([Option<usize>; Column::ALL.len()]);

impl Places {
    fn find(header: &Line) -> Result<Self, BadLine> {
        let (mut places, mut flaws) = ([None; Column::ALL.len()], Vec::new());
        for (place, cell) in header.cells.iter().enumerate() {
            let Some(column) = Column::from_title(&cell.text) else { continue };
            if places[column as usize].replace(place).is_some() {
                flaws.push((column, Flaw::Repeated { line: header.number }));
            }
        }
        let missing = Column::ALL.into_iter().filter(|column| !column.is_optional());
        let missing = missing.filter(|column| places[*column as usize].is_none());
        flaws.extend(missing.map(|column| (column, Flaw::Missing)));
        if flaws.is_empty() { Ok(Self(places)) } else { Err(BadLine { line: header.number, flaws }) }
    }

    /// The cell of a column with content.
    fn cell<'a>(&self, line: &'a Line, column: Column) -> Option<&'a Cell> {
        line.cells.get(self.0[column as usize]?).filter(|cell| !cell.text.is_empty())
    }
}

struct Checker<'a> {
    places: Places,
    levels: &'a [String],
    /// The line of each document and level.
    numbers: HashMap<(IdType, String, String), u64>,
    /// The line of each student number.
    students: HashMap<String, u64>,
}

impl Checker<'_> {
    fn entry(&mut self, line: &Line) -> Result<Entry, Vec<(Column, Flaw)>> {
        let mut flaws = Vec::new();
        let level = self.read(line, Column::Level, &mut flaws, |cell| self.level(cell));
        let name = self.read(line, Column::Name, &mut flaws, name);
        let id_type = match self.places.cell(line, Column::IdType) {
            None => Some(IdType::ResidentId),
            Some(_) => self.read(line, Column::IdType, &mut flaws, |cell| {
                IdType::from_name(&cell.text).ok_or(Flaw::UnknownIdType)
            }),
        };
        // Whether a number is good depends on its kind: of an unknown one only its cell is checked.
        let id_number = self.read(line, Column::IdNumber, &mut flaws, |cell| {
            let text = not_numeric(cell)?;
            match id_type {
                Some(id_type) => id_type.normalised_number(text).map_err(Flaw::IdNumber),
                None => Ok(String::new()),
            }
        });
        let student_number = self.read(line, Column::StudentNumber, &mut flaws, student_number);
        if let Some(student_number) = &student_number {
            let earlier = earlier(&mut self.students, student_number.clone(), line.number);
            flaws.extend(earlier.map(|flaw| (Column::StudentNumber, flaw)));
        }
        if let (Some(id_type), Some(id_number), Some(level)) = (id_type, &id_number, &level) {
            let key = (id_type, id_number.clone(), level.clone());
            let earlier = earlier(&mut self.numbers, key, line.number);
            flaws.extend(earlier.map(|flaw| (Column::IdNumber, flaw)));
        }
        flaws.sort_by_key(|(column, _)| *column);
        match (level, name, id_type, id_number, student_number) {
            (Some(level), Some(name), Some(id_type), Some(id_number), Some(student_number))
                if flaws.is_empty() =>
            {
                Ok(Entry { line: line.number, level, name, id_type, id_number, student_number })
            }
            _ => Err(flaws),
        }
    }

    /// What a cell holds; `None` with its flaw noted.
    fn read<T>(
        &self,
        line: &Line,
        column: Column,
        flaws: &mut Vec<(Column, Flaw)>,
        read: impl FnOnce(&Cell) -> Result<T, Flaw>,
    ) -> Option<T> {
        let found = self.places.cell(line, column).ok_or(Flaw::Missing).and_then(read);
        found.map_err(|flaw| flaws.push((column, flaw))).ok()
    }

    fn level(&self, cell: &Cell) -> Result<String, Flaw> {
        let written = normalised_name(&cell.text);
        let known = self.levels.iter().find(|level| normalised_name(level) == written);
        known.cloned().ok_or(Flaw::UnknownLevel)
    }
}

/// Notes the line of a key; the flaw if an earlier line has it.
fn earlier<K: Eq + std::hash::Hash>(lines: &mut HashMap<K, u64>, key: K, line: u64) -> Option<Flaw> {
    match lines.entry(key) {
        hash_map::Entry::Occupied(known) => Some(Flaw::Repeated { line: *known.get() }),
        hash_map::Entry::Vacant(place) => {
            place.insert(line);
            None
        }
    }
}

fn not_numeric(cell: &Cell) -> Result<&str, Flaw> {
    if cell.is_number { Err(Flaw::NumericCell) } else { Ok(&cell.text) }
}

/// A name has letters, and between them dots, hyphens and apostrophes.
fn name(cell: &Cell) -> Result<String, Flaw> {
    let name = normalised_name(&cell.text);
    if name.chars().any(|c| matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')) {
        return Err(Flaw::PrivateCharacter);
    }
    let in_names = |c: char| c.is_alphabetic() || matches!(c, '·' | '-' | '\'' | '’' | '〇' | '々' | ',');
    // Marks that were not composed with their letter stay characters of their own.
    let is_mark = |c: char| unicode_normalization::char::is_combining_mark(c);
    let length = name.chars().count();
    let is_name = (1..=MAX_NAME).contains(&length) && name.chars().all(|c| in_names(c) || is_mark(c));
    if is_name { Ok(cell.text.clone()) } else { Err(Flaw::NotAName) }
}

fn student_number(cell: &Cell) -> Result<String, Flaw> {
    let number = normalised_student_number(not_numeric(cell)?);
    let is_number = (1..=MAX_STUDENT_NUMBER).contains(&number.len())
        && number.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if is_number { Ok(number) } else { Err(Flaw::StudentNumber) }
}

/// The form in which student numbers are compared: narrow, without spaces, capital letters.
pub fn normalised_student_number(written: &str) -> String {
    written.nfkc().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::InvalidNumber;
    use crate::roster::read;
    use proptest::prelude::*;

    const HEADER: &str = "学历层次,姓名,证件类型,证件号码,准考证号,专业";
    const GOOD: &str = "本科,王梦梦,居民身份证,11010519491231002X,050111000001,会计";

    fn levels() -> Vec<String> {
        vec!["专科".into(), "本科".into()]
    }

    fn checked(lines: &[String]) -> Result<Vec<Entry>, Vec<BadLine>> {
        check(&read(format!("{HEADER}\n{}", lines.join("\n")).as_bytes()).unwrap(), &levels())
    }

    #[test]
    fn a_good_line_becomes_an_entry() {
        let entries = checked(&[GOOD.into()]).unwrap();
        let expected = Entry {
            line: 2,
            level: "本科".into(),
            name: "王梦梦".into(),
            id_type: IdType::ResidentId,
            id_number: "11010519491231002X".into(),
            student_number: "050111000001".into(),
        };
        assert!(entries == [expected]);
    }

    #[test]
    fn one_spoilt_cell_is_named_with_column_and_reason() {
        use Column::*;
        let cases = [
            ("本科,", ",", Level, Flaw::Missing),
            ("本科", "研究生", Level, Flaw::UnknownLevel),
            ("王梦梦", "", Name, Flaw::Missing),
            ("王梦梦", "王??", Name, Flaw::NotAName),
            ("王梦梦", "王梦2", Name, Flaw::NotAName),
            ("王梦梦", "王\u{E863}", Name, Flaw::PrivateCharacter),
            ("居民身份证", "学生证", IdType, Flaw::UnknownIdType),
            ("11010519491231002X", "", IdNumber, Flaw::Missing),
            (
                "11010519491231002X",
                "110105194912310021",
                IdNumber,
                Flaw::IdNumber(InvalidNumber::CheckCharacter),
            ),
            ("11010519491231002X", "1.10105E+17", IdNumber, Flaw::IdNumber(InvalidNumber::Form)),
            ("050111000001", "", StudentNumber, Flaw::Missing),
            ("050111000001", "5.01E+10", StudentNumber, Flaw::StudentNumber),
        ];
        let wrong: Vec<_> = cases
            .into_iter()
            .map(|(good, bad, column, flaw)| {
                let found = checked(&[GOOD.replacen(good, bad, 1)]).err();
                (bad, found, vec![BadLine { line: 2, flaws: vec![(column, flaw)] }])
            })
            .filter(|(_, found, expected)| found.as_ref() != Some(expected))
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn every_bad_line_is_named_once_with_all_its_flaws() {
        let lines =
            [GOOD.into(), "x,?,,1,".into(), GOOD.replace("050111000001", "050111000002"), GOOD.into()];
        let bad = checked(&lines).err().unwrap();
        let places: Vec<(u64, Vec<Column>)> = bad
            .into_iter()
            .map(|bad| (bad.line, bad.flaws.into_iter().map(|(column, _)| column).collect()))
            .collect();
        use Column::*;
        let expected = [
            (3, vec![Level, Name, IdNumber, StudentNumber]),
            (4, vec![IdNumber]),
            (5, vec![IdNumber, StudentNumber]),
        ];
        assert_eq!(places, expected);
    }

    #[test]
    fn one_person_may_be_there_at_two_levels() {
        let other = GOOD.replace("本科", "专科").replace("050111000001", "050111000002");
        assert_eq!(checked(&[GOOD.into(), other]).ok().map(|entries| entries.len()), Some(2));
    }

    #[test]
    fn columns_are_found_by_title_in_any_order() {
        let text = "student_number,ID NUMBER,name,Level\n050111000001,11010519491231002X,王梦梦,本科\n";
        let entries = check(&read(text.as_bytes()).unwrap(), &levels());
        assert_eq!(entries.ok().map(|entries| entries[0].id_type), Some(IdType::ResidentId));
        let text = "姓名,姓名,学号\n王梦梦,王梦梦,1\n";
        let bad = check(&read(text.as_bytes()).unwrap(), &levels()).err().unwrap();
        let columns: Vec<Column> = bad[0].flaws.iter().map(|(column, _)| *column).collect();
        assert_eq!((bad.len(), columns), (1, vec![Column::Name, Column::Level, Column::IdNumber]));
    }

    #[test]
    fn numeric_cells_are_refused_whatever_they_hold() {
        let mut table = read(format!("{HEADER}\n{GOOD}").as_bytes()).unwrap();
        for cell in [3, 4] {
            table.lines[0].cells[cell].is_number = true;
        }
        let expected = [(Column::IdNumber, Flaw::NumericCell), (Column::StudentNumber, Flaw::NumericCell)];
        assert_eq!(check(&table, &levels()).err().unwrap()[0].flaws, expected);
    }

    #[test]
    fn names_of_all_peoples_are_names() {
        let names =
            ["王梦梦", "𠀀文", "阿卜杜拉·买买提", "O'Neill", "Nguyễn Thị Ánh", "Jean-Luc", "李〇", "佐々木"];
        let cell = |text: &str| Cell { text: text.into(), is_number: false };
        let wrong: Vec<_> = names.into_iter().filter(|text| name(&cell(text)).is_err()).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn fifty_thousand_lines_are_checked() {
        let lines: Vec<String> =
            (0..50_000).map(|number| format!("本科,王梦梦,护照,E{number:08},A{number:011},")).collect();
        assert_eq!(checked(&lines).ok().map(|entries| entries.len()), Some(50_000));
    }

    proptest! {
        #[test]
        fn any_text_is_checked(text in "(学历层次|姓名|证件号码|学号|本科|王梦梦|[,\\n]|\\PC){0,60}") {
            if let Ok(table) = read(text.as_bytes()) {
                let _ = check(&table, &levels());
            }
        }
    }
}
