//! Writes workbooks for tests, as small as the format (ECMA-376) allows.

use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

/// A cell of a workbook.
pub enum Value {
    /// A text of its own, not in the table of shared strings.
    Text(&'static str),
    /// A number, as it stands in the file.
    Number(&'static str),
}

/// A workbook of these sheets: names, and rows of cells.
pub fn workbook_of(sheets: &[(&str, &[&[Value]])]) -> Vec<u8> {
    let data: Vec<(&str, String)> = sheets.iter().map(|(name, rows)| (*name, sheet_data(rows))).collect();
    workbook(&data)
}

/// A workbook of one sheet with this XML between the tags of its data.
pub fn workbook_with_sheet_data(data: &str) -> Vec<u8> {
    workbook(&[("A", data.to_owned())])
}

fn sheet_data(rows: &[&[Value]]) -> String {
    let cell = |(column, value): (usize, &Value), row: usize| {
        let place = format!("{}{row}", char::from(b'A' + column as u8));
        match value {
            Value::Text(text) => format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"),
            Value::Number(number) => format!("<c r=\"{place}\"><v>{number}</v></c>"),
        }
    };
    let row = |(index, cells): (usize, &&[Value])| {
        let cells: String = cells.iter().enumerate().map(|place| cell(place, index + 1)).collect();
        format!("<row r=\"{}\">{cells}</row>", index + 1)
    };
    rows.iter().enumerate().map(row).collect()
}

fn workbook(sheets: &[(&str, String)]) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let numbered = |text: &dyn Fn(usize, &str) -> String| -> String {
        sheets.iter().enumerate().map(|(index, (name, _))| text(index + 1, name)).collect()
    };
    let mut parts = vec![
        (
            "_rels/.rels".to_owned(),
            format!(
                "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"rId1\" Type=\"{RELATIONS}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml".to_owned(),
            format!(
                "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONS}\"><sheets>{}</sheets></workbook>",
                numbered(&|number, name| format!(
                    "<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>"
                ))
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels".to_owned(),
            format!(
                "<Relationships xmlns=\"{PACKAGE}\">{}</Relationships>",
                numbered(&|number, _| format!(
                    "<Relationship Id=\"rId{number}\" Type=\"{RELATIONS}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
                ))
            ),
        ),
    ];
    parts.extend(sheets.iter().enumerate().map(|(index, (_, data))| {
        let sheet = format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{data}</sheetData></worksheet>");
        (format!("xl/worksheets/sheet{}.xml", index + 1), sheet)
    }));
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}
