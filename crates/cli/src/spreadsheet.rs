//! Cells of tables that people open in a spreadsheet.

use std::borrow::Cow;

/// A cell that begins with one of these is computed as a formula, which may start programs or send the table away.
const FORMULA_STARTS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A text as it is written into a cell: where it would be a formula, it gets an apostrophe, which spreadsheets take as
/// the mark of a text. Numbers stay numbers.
pub fn text_cell(text: &str) -> Cow<'_, str> {
    if text.starts_with(FORMULA_STARTS) && text.parse::<f64>().is_err() {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_texts_and_numbers_stay() {
        let cases = [
            ("photo.jpg", "photo.jpg"),
            ("a=1.jpg", "a=1.jpg"),
            ("=cmd|'/c calc'!A0", "'=cmd|'/c calc'!A0"),
            ("+1+1.jpg", "'+1+1.jpg"),
            ("-2-1.jpg", "'-2-1.jpg"),
            ("@SUM(A1).jpg", "'@SUM(A1).jpg"),
            ("\t=1+1", "'\t=1+1"),
            ("\r=1+1", "'\r=1+1"),
            ("-1.5", "-1.5"),
            ("+12", "+12"),
            ("", ""),
        ];
        let wrong: Vec<_> = cases.iter().filter(|(text, cell)| text_cell(text) != *cell).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
