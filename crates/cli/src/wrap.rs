//! Lines for a terminal: Chinese may break between any two characters, except before a closing mark and after
//! an opening one; English breaks at spaces.

use console::measure_text_width;

/// Marks that no line begins with.
const CLOSING: &str = "，。、；：？！）」』》”’%,.;:?!)";

/// Marks that no line ends with.
const OPENING: &str = "（「『《“‘(";

/// `text` in lines of at most `width` columns, where it can be broken at all. The first stands at column
/// `indent` already; the others are indented as far.
pub fn wrapped(text: &str, indent: usize, width: usize) -> String {
    let room = width.saturating_sub(indent);
    let mut lines = String::new();
    let mut used = 0;
    for piece in pieces(text) {
        let needed = measure_text_width(piece.trim_end());
        if used > 0 && used + needed > room {
            lines.truncate(lines.trim_end().len());
            lines.push('\n');
            lines.extend(std::iter::repeat_n(' ', indent));
            used = 0;
        }
        lines.push_str(piece);
        used += measure_text_width(piece);
    }
    lines
}

/// The smallest parts that stay together.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut characters = rest.char_indices().peekable();
        while let Some((_, left)) = characters.next() {
            let Some((at, right)) = characters.peek() else { break };
            if may_break(left, *right) {
                let (piece, after) = rest.split_at(*at);
                rest = after;
                return Some(piece);
            }
        }
        (!rest.is_empty()).then(|| std::mem::take(&mut rest))
    })
}

fn may_break(left: char, right: char) -> bool {
    if right.is_whitespace() || CLOSING.contains(right) || OPENING.contains(left) {
        return false;
    }
    left.is_whitespace() || is_wide(left) || is_wide(right)
}

/// Whether the character takes two columns, as Chinese does.
fn is_wide(character: char) -> bool {
    measure_text_width(character.encode_utf8(&mut [0; 4])) == 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_where_readers_expect_it() {
        let cases = [
            ("short", 2, 20, "short"),
            ("one two three", 2, 10, "one two\n  three"),
            ("照片文件必须大于标准", 0, 8, "照片文件\n必须大于\n标准"),
            ("照片文件，必须", 0, 8, "照片文\n件，必须"),
            ("照片文（约）件", 0, 8, "照片文\n（约）件"),
            ("宽 480、高 640 像素", 0, 8, "宽 480、\n高 640\n像素"),
            ("unbreakable", 4, 6, "unbreakable"),
        ];
        let wrong: Vec<_> = cases
            .iter()
            .map(|(text, indent, width, lines)| (wrapped(text, *indent, *width), *lines))
            .filter(|(is, should)| is != should)
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
