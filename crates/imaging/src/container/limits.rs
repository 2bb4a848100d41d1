//! What the checker accepts at all. These limits protect memory and time; they are no rule of any notice.

/// Longest file that is read: 32 MiB. Phone cameras write 3 to 25 MB; the page refuses a longer file before
/// reading it, the server before receiving it.
pub const MAX_BYTES: u64 = 32 << 20;

/// Largest picture that is decoded, in pixels by its frame header: 128 million, enough for the 108-megapixel modes of
/// phones. Memory stays bounded because only a reduced picture is ever held.
pub const MAX_PIXELS: u64 = 128_000_000;

/// Most pixels of a picture that anybody can show: Skia and Gecko take bitmaps below 2 GiB, four bytes a pixel. What
/// claims to have more is no photo; phones write up to 200 million.
pub const MAX_SHOWN_PIXELS: u64 = 1 << 29;
