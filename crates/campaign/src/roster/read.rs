//! Lines of cells, from a CSV or an XLSX file. What a cell means is not known here.

use calamine::{DataRef, DataType, Reader, Xlsx};
use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::panic::catch_unwind;

/// Longest file, in bytes: 50,000 lines of five columns take some 5 MB.
pub const MAX_BYTES: usize = 32 << 20;

/// Most lines with content below the header.
pub const MAX_LINES: usize = 50_000;

/// Columns that are looked at, from the left.
const MAX_COLUMNS: usize = 64;

/// Longest text of a cell, in bytes; the rest is cut off, and what is left is valid in no column.
const MAX_CELL: usize = 400;

/// What a workbook may unpack to, in bytes: twelve times what [`MAX_LINES`] lines take.
const MAX_UNPACKED: u64 = 256 << 20;

/// How the file's text was encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-16, which spreadsheets call "Unicode text".
    Utf16,
    /// GB18030, of which GBK and GB2312 are parts.
    Gb18030,
    /// The file is a workbook, whose text is always Unicode.
    Workbook,
}

/// A cell's content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// Its text, trimmed; of a number what the spreadsheet made of it.
    pub text: String,
    /// The spreadsheet stores it as a number or a date.
    pub is_number: bool,
}

/// A line with content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its number in the file, the first is 1.
    pub number: u64,
    /// Its cells from the left; those beyond the last one are empty.
    pub cells: Vec<Cell>,
}

/// A roster as it stands in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// How the text was encoded.
    pub encoding: Encoding,
    /// The first line with content.
    pub header: Line,
    /// All others.
    pub lines: Vec<Line>,
}

/// Why a file is not read at all.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// Longer than [`MAX_BYTES`].
    #[error("the file has more than {} MB", MAX_BYTES >> 20)]
    TooLong,
    /// More lines than [`MAX_LINES`].
    #[error("the file has more than {MAX_LINES} lines; split it into several rosters")]
    TooManyLines,
    /// No line has content.
    #[error("the file is empty")]
    Empty,
    /// Neither Unicode nor GB18030.
    #[error("the text is neither UTF-8 nor GB18030; save it once more as CSV UTF-8 or XLSX")]
    Encoding,
    /// The old binary workbook.
    #[error("this is an old workbook (.xls); save it as .xlsx")]
    OldWorkbook,
    /// More than [`MAX_UNPACKED`].
    #[error("the workbook unpacks to more than {} MB", MAX_UNPACKED >> 20)]
    UnpacksTooLong,
    /// Several sheets have content: reading one of them would lose candidates in silence.
    #[error("more than one sheet has content: `{0}` and `{1}`; keep one")]
    SeveralSheets(String, String),
    /// No workbook, or a damaged one.
    #[error("the workbook cannot be read: {0}")]
    Workbook(String),
    /// The lines of a text are damaged.
    #[error("the lines cannot be read: {0}")]
    Csv(#[from] csv::Error),
}

/// Reads a roster: a workbook or text, by content and not by name.
///
/// # Errors
/// If there is no table in it, or one beyond the limits.
pub fn read(bytes: &[u8]) -> Result<Table, Unreadable> {
    if bytes.len() > MAX_BYTES {
        return Err(Unreadable::TooLong);
    }
    let (encoding, mut lines) = match bytes {
        [b'P', b'K', 3, 4, ..] => (Encoding::Workbook, workbook_lines(bytes)?),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => return Err(Unreadable::OldWorkbook),
        _ => {
            let (encoding, text) = decode(bytes)?;
            (encoding, csv_lines(&text)?)
        }
    };
    if lines.is_empty() {
        return Err(Unreadable::Empty);
    }
    let header = lines.remove(0);
    Ok(Table { encoding, header, lines })
}

/// By the byte order mark; else UTF-8 if every byte fits, else GB18030 if every byte fits.
fn decode(bytes: &[u8]) -> Result<(Encoding, String), Unreadable> {
    let decoded = match bytes {
        [0xFF, 0xFE, text @ ..] => decode_utf16(UTF_16LE, text),
        [0xFE, 0xFF, text @ ..] => decode_utf16(UTF_16BE, text),
        _ => {
            let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
            match std::str::from_utf8(text) {
                Ok(text) => Some((Encoding::Utf8, text.into())),
                Err(_) => GB18030
                    .decode_without_bom_handling_and_without_replacement(text)
                    .map(|text| (Encoding::Gb18030, text)),
            }
        }
    };
    // A zero byte is in no table: the mark of a binary file, or of UTF-16 without its mark.
    let (encoding, text) = decoded.filter(|(_, text)| !text.contains('\0')).ok_or(Unreadable::Encoding)?;
    Ok((encoding, text.into_owned()))
}

fn decode_utf16<'a>(
    order: &'static encoding_rs::Encoding,
    text: &'a [u8],
) -> Option<(Encoding, std::borrow::Cow<'a, str>)> {
    Some((Encoding::Utf16, order.decode_without_bom_handling_and_without_replacement(text)?))
}

fn csv_lines(text: &str) -> Result<Vec<Line>, Unreadable> {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let delimiter = b",\t;".iter().copied().max_by_key(|mark| {
        // Without any of them, the comma.
        (first.bytes().filter(|byte| byte == mark).count(), *mark == b',')
    });
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter.unwrap_or(b','))
        .from_reader(text.as_bytes());
    let mut lines = Vec::new();
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record)? {
        let number = record.position().map_or(0, |position| first_line(text, position));
        let cells = record.iter().take(MAX_COLUMNS);
        let cells: Vec<Cell> = cells.map(|text| Cell { text: trimmed(text), is_number: false }).collect();
        add(&mut lines, Line { number, cells })?;
    }
    Ok(lines)
}

/// The line on which a record begins: its position is that of the empty lines in front of it.
fn first_line(text: &str, position: &csv::Position) -> u64 {
    let rest = usize::try_from(position.byte()).ok().and_then(|start| text.get(start..)).unwrap_or_default();
    let empty = rest.bytes().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| *byte == b'\n');
    position.line() + empty.count() as u64
}

/// The lines of a workbook. The library panics for some absurd cell addresses: then the workbook is damaged.
fn workbook_lines(bytes: &[u8]) -> Result<Vec<Line>, Unreadable> {
    catch_unwind(|| workbook(bytes)).unwrap_or_else(|_| Err(Unreadable::Workbook("it is damaged".into())))
}

fn workbook(bytes: &[u8]) -> Result<Vec<Line>, Unreadable> {
    check_unpacked_length(bytes)?;
    let unreadable = |error: calamine::XlsxError| Unreadable::Workbook(error.to_string());
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    let mut found: Option<(String, Vec<Line>)> = None;
    for name in workbook.sheet_names() {
        let mut rows: BTreeMap<u32, Vec<Cell>> = BTreeMap::new();
        let mut cells = workbook.worksheet_cells_reader(&name).map_err(unreadable)?;
        while let Some(cell) = cells.next_cell().map_err(unreadable)? {
            let (row, column) = cell.get_position();
            let content = content(cell.get_value());
            if column as usize >= MAX_COLUMNS || content.text.is_empty() {
                continue;
            }
            let row = rows.entry(row).or_default();
            if row.len() <= column as usize {
                row.resize_with(column as usize + 1, Cell::default);
            }
            row[column as usize] = content;
            if rows.len() > MAX_LINES + 1 {
                return Err(Unreadable::TooManyLines);
            }
        }
        if rows.is_empty() {
            continue;
        }
        if let Some((first, _)) = found {
            return Err(Unreadable::SeveralSheets(first, name));
        }
        let lines = rows.into_iter().map(|(row, cells)| Line { number: u64::from(row) + 1, cells }).collect();
        found = Some((name, lines));
    }
    Ok(found.map(|(_, lines)| lines).unwrap_or_default())
}

/// A workbook is a ZIP archive: a short one may unpack to more than the machine has.
fn check_unpacked_length(bytes: &[u8]) -> Result<(), Unreadable> {
    let unreadable = |error: zip::result::ZipError| Unreadable::Workbook(error.to_string());
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(unreadable)?;
    let mut rest = MAX_UNPACKED;
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(unreadable)?.take(rest + 1);
        let length = std::io::copy(&mut part, &mut std::io::sink());
        let length = length.map_err(|error| Unreadable::Workbook(error.to_string()))?;
        rest = rest.checked_sub(length).ok_or(Unreadable::UnpacksTooLong)?;
    }
    Ok(())
}

fn content(value: &DataRef) -> Cell {
    let is_number = matches!(
        value,
        DataRef::Int(_)
            | DataRef::Float(_)
            | DataRef::DateTime(_)
            | DataRef::DateTimeIso(_)
            | DataRef::DurationIso(_)
    );
    let text = match value {
        DataRef::String(text) => trimmed(text),
        DataRef::SharedString(text) => trimmed(text),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => trimmed(text),
        DataRef::Bool(value) => value.to_string(),
        DataRef::Error(error) => error.to_string(),
        other => other.as_f64().map(|number| number.to_string()).unwrap_or_default(),
    };
    Cell { text, is_number }
}

/// Adds a line with content.
fn add(lines: &mut Vec<Line>, line: Line) -> Result<(), Unreadable> {
    if line.cells.iter().all(|cell| cell.text.is_empty()) {
        return Ok(());
    }
    if lines.len() > MAX_LINES {
        return Err(Unreadable::TooManyLines);
    }
    lines.push(line);
    Ok(())
}

/// The text without spaces around it, cut behind [`MAX_CELL`] bytes.
fn trimmed(text: &str) -> String {
    let text = text.trim();
    text[..text.floor_char_boundary(MAX_CELL)].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::testing::{Value, workbook_of};
    use proptest::prelude::*;

    const TEXT: &str = "姓名,学号\n王梦梦,050111000001\n\n𠀀文,050111000002\n";

    fn texts(table: &Table) -> Vec<Vec<&str>> {
        let lines = std::iter::once(&table.header).chain(&table.lines);
        lines.map(|line| line.cells.iter().map(|cell| cell.text.as_str()).collect()).collect()
    }

    fn utf16(text: &str) -> Vec<u8> {
        let units = text.encode_utf16().flat_map(u16::to_le_bytes);
        [0xFF, 0xFE].into_iter().chain(units).collect()
    }

    #[test]
    fn text_is_read_in_every_encoding_and_delimiter() {
        let files = [
            ("UTF-8", TEXT.into(), Encoding::Utf8),
            ("UTF-8 with mark", format!("\u{FEFF}{TEXT}").into_bytes(), Encoding::Utf8),
            ("GB18030", GB18030.encode(TEXT).0.into_owned(), Encoding::Gb18030),
            ("UTF-16 with tabs", utf16(&TEXT.replace(',', "\t")), Encoding::Utf16),
            ("quotes", TEXT.replace("王梦梦", "\" 王梦梦 \"").into(), Encoding::Utf8),
            ("semicolons, CR LF", TEXT.replace(',', ";").replace('\n', "\r\n").into(), Encoding::Utf8),
        ];
        let expected = [["姓名", "学号"], ["王梦梦", "050111000001"], ["𠀀文", "050111000002"]];
        let wrong: Vec<_> = files
            .iter()
            .map(|(name, bytes, encoding)| (name, read(bytes), encoding))
            .filter(|(_, table, encoding)| match table {
                Ok(table) => texts(table) != expected || table.encoding != **encoding,
                Err(_) => true,
            })
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn lines_keep_their_numbers_in_the_file() {
        let table = read(TEXT.as_bytes()).unwrap();
        let numbers: Vec<u64> = table.lines.iter().map(|line| line.number).collect();
        assert_eq!((table.header.number, numbers), (1, vec![2, 4]));
    }

    #[test]
    fn a_workbook_says_which_cells_are_numbers() {
        let sheet: &[&[Value]] = &[
            &[Value::Text("姓名"), Value::Text("学号")],
            &[Value::Text("王梦梦"), Value::Number("110101199003070000")],
            &[],
            &[Value::Text("李明"), Value::Text("050111000002")],
        ];
        let table = read(&workbook_of(&[("Sheet1", sheet), ("Sheet2", &[])])).unwrap();
        assert_eq!(table.encoding, Encoding::Workbook);
        let numbers: Vec<(u64, bool)> =
            table.lines.iter().map(|line| (line.number, line.cells[1].is_number)).collect();
        assert_eq!(numbers, [(2, true), (4, false)]);
        assert_eq!(table.lines[1].cells[0].text, "李明");
    }

    #[test]
    fn a_file_that_is_no_table_is_refused_with_its_reason() {
        let line: &[&[Value]] = &[&[Value::Text("姓名")]];
        let long = format!("a,b\n{}", "x,y\n".repeat(MAX_LINES + 1));
        let cases: [(&str, Vec<u8>, &str); 8] = [
            ("empty", vec![], "empty"),
            ("only delimiters", b",,\n,\n".to_vec(), "empty"),
            ("binary", b"\x00\x01\x02".to_vec(), "neither"),
            ("Latin-1", b"Jos\xE9,1\n".to_vec(), "neither"),
            ("xls", b"\xD0\xCF\x11\xE0\xA1\xB1".to_vec(), ".xlsx"),
            ("cut workbook", workbook_of(&[("A", line)])[..200].to_vec(), "cannot be read"),
            ("two sheets", workbook_of(&[("A", line), ("B", line)]), "`A` and `B`"),
            ("too many lines", long.into_bytes(), "50000 lines"),
        ];
        let wrong: Vec<_> = cases
            .iter()
            .map(|(name, bytes, reason)| (name, read(bytes).map_err(|error| error.to_string()), reason))
            .filter(|(_, found, reason)| !found.as_ref().is_err_and(|text| text.contains(**reason)))
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_read() {
        let mut bomb = zip::ZipWriter::new(Cursor::new(Vec::new()));
        bomb.start_file("xl/sharedStrings.xml", zip::write::SimpleFileOptions::default()).unwrap();
        let megabyte = vec![b' '; 1 << 20];
        (0..=MAX_UNPACKED >> 20).for_each(|_| std::io::Write::write_all(&mut bomb, &megabyte).unwrap());
        let bytes = bomb.finish().unwrap().into_inner();
        assert!(bytes.len() < 1 << 20);
        assert!(matches!(read(&bytes), Err(Unreadable::UnpacksTooLong)));
    }

    #[test]
    fn a_cell_with_an_absurd_address_is_no_panic() {
        let data = "<row r=\"1\"><c r=\"ZZZZZZZZZ1\" t=\"str\"><v>x</v></c></row>";
        let _ = read(&crate::roster::testing::workbook_with_sheet_data(data));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let _ = read(&bytes);
            let _ = read(&[b"PK\x03\x04", &bytes[..]].concat());
        }

        #[test]
        fn a_damaged_workbook_is_read_or_refused(place in 0..1500_usize, value: u8) {
            let sheet: &[&[Value]] = &[&[Value::Text("姓名"), Value::Number("1")]];
            let mut bytes = workbook_of(&[("A", sheet)]);
            let length = bytes.len();
            bytes[place % length] = value;
            let _ = read(&bytes);
        }

        #[test]
        fn a_workbook_of_any_sheet_is_read_or_refused(sheet in "(<(row|c|v|/c|/v|/row)( r=\"[A-Z0-9]{0,9}\"| t=\"[sne]\")?>|[0-9]{0,12}|\\PC)*") {
            let _ = read(&crate::roster::testing::workbook_with_sheet_data(&sheet));
        }
    }
}
