//! Whatever an XMP packet contains: it is read, and the file says of itself what its packet says.

use precheck_imaging::container::{JpegHeader, Xmp};

/// The identifier of an XMP segment.
const IDENTIFIER: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";

/// A frame of one grey pixel: without a frame there is no header.
const FRAME: &[u8] = b"\xff\xc0\0\x0b\x08\0\x01\0\x01\x01\x01\x11\0";

/// The bytes are what follows the segment's identifier.
pub fn xmp_read(bytes: &[u8]) {
    let payload = [IDENTIFIER, bytes].concat();
    let Ok(length) = u16::try_from(payload.len() + 2) else { return };
    let xmp = Xmp::read(&payload).expect("the identifier is that of a packet");
    let file = [b"\xff\xd8\xff\xe1", &length.to_be_bytes()[..], &payload, FRAME].concat();
    let header = JpegHeader::read(&file).expect("the frame behind the segment is sound");
    assert_eq!(header.xmp, Some(xmp));
}
