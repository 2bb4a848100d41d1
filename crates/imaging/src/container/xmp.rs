//! XMP (ISO 16684-1): whether the packet in a JPEG's APP1 segment says that the picture was made by artificial
//! intelligence.
//!
//! Two labels are read: IPTC's `DigitalSourceType` (IPTC Photo Metadata Standard, NewsCodes `digitalsourcetype`), and the
//! `AIGC` property by which China's GB 45438-2025 marks generated content. Both are found by the local names of their
//! properties, whatever the prefix, as attributes and as elements: an XML parser would tell nothing more.

/// What the packet says of how the picture was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Xmp {
    /// The label of generated content.
    pub ai_label: Option<AiLabel>,
}

/// A label of generated content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AiLabel {
    /// IPTC `trainedAlgorithmicMedia`: made by a generative model.
    TrainedAlgorithmicMedia,
    /// IPTC `compositeWithTrainedAlgorithmicMedia`: a part was made by a generative model.
    CompositeWithTrainedAlgorithmicMedia,
    /// IPTC `algorithmicMedia`: made by an algorithm without training.
    AlgorithmicMedia,
    /// GB 45438-2025 `AIGC`, by the namespace of TC260: generated, possibly generated, or suspected to be.
    Tc260,
}

/// IPTC's names of the labels.
const SOURCE_TYPES: [(&[u8], AiLabel); 3] = [
    (b"trainedAlgorithmicMedia", AiLabel::TrainedAlgorithmicMedia),
    (b"compositeWithTrainedAlgorithmicMedia", AiLabel::CompositeWithTrainedAlgorithmicMedia),
    (b"algorithmicMedia", AiLabel::AlgorithmicMedia),
];

/// What a segment with a packet begins with: by the standard, and as GB 45438-2025 has been read by some programs.
const IDENTIFIERS: [&[u8]; 2] = [b"http://ns.adobe.com/xap/1.0/\0", b"XMP\0"];

/// Longest value that is read, in bytes: an address of the NewsCodes has 70.
const MAX_VALUE: usize = 256;

impl Xmp {
    /// Reads the payload of an APP1 segment; `None` if it is no XMP packet.
    pub fn read(payload: &[u8]) -> Option<Self> {
        let packet = IDENTIFIERS.iter().find_map(|identifier| payload.strip_prefix(*identifier))?;
        let source_type = || values(packet, b"igitalSourceType").find_map(source_type);
        let tc260 = || values(packet, b"AIGC").next().map(|_| AiLabel::Tc260);
        Some(Self { ai_label: source_type().or_else(tc260) })
    }
}

/// The label that an IPTC source type, an address, is.
fn source_type(value: &[u8]) -> Option<AiLabel> {
    let mut words = value.split(|byte| !byte.is_ascii_alphanumeric());
    words.find_map(|word| SOURCE_TYPES.iter().find(|(name, _)| *name == word).map(|(_, label)| *label))
}

/// What follows each occurrence of a property whose name ends like this, its value among it.
fn values<'a>(packet: &'a [u8], name: &'static [u8]) -> impl Iterator<Item = &'a [u8]> {
    let places = packet.windows(name.len()).enumerate().filter(move |(_, window)| *window == name);
    places.filter_map(move |(place, _)| {
        let behind = packet.get(place + name.len()..)?;
        value(behind.get(..MAX_VALUE).unwrap_or(behind))
    })
}

/// The value of an attribute or element whose name ends where `behind` begins. An element's is what its own tag and its
/// content have, up to the next tag that ends one.
fn value(behind: &[u8]) -> Option<&[u8]> {
    let rest = behind.trim_ascii_start();
    if let Some(quoted) = rest.strip_prefix(b"=") {
        let [quote @ (b'"' | b'\''), value @ ..] = quoted.trim_ascii_start() else { return None };
        return value.split(|byte| byte == quote).next();
    }
    let is_name_whole = rest.len() < behind.len() || rest.starts_with(b">");
    let end = rest.windows(2).position(|pair| pair == b"</" || pair == b"/>").unwrap_or(rest.len());
    rest.get(..end).filter(|_| is_name_whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(identifier: &str, properties: &str) -> Option<AiLabel> {
        let packet = format!(
            "{identifier}<?xpacket begin=\"\"?><x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF>\
             <rdf:Description rdf:about=\"\" {properties}</rdf:RDF></x:xmpmeta>"
        );
        Xmp::read(packet.as_bytes()).unwrap().ai_label
    }

    const STANDARD: &str = "http://ns.adobe.com/xap/1.0/\0";

    /// The address of a source type.
    fn code(name: &str) -> String {
        format!("http://cv.iptc.org/newscodes/digitalsourcetype/{name}")
    }

    #[test]
    fn labels_are_found_in_every_form_of_property() {
        use AiLabel::{
            AlgorithmicMedia, CompositeWithTrainedAlgorithmicMedia, Tc260, TrainedAlgorithmicMedia,
        };
        let trained = code("trainedAlgorithmicMedia");
        let json = "{&quot;Label&quot;:&quot;1&quot;,&quot;ContentProducer&quot;:&quot;x&quot;}";
        let cases = [
            (
                "attribute",
                format!("Iptc4xmpExt:DigitalSourceType=\"{trained}\"/>"),
                Some(TrainedAlgorithmicMedia),
            ),
            ("single quotes", format!("e:DigitalSourceType = '{trained}'/>"), Some(TrainedAlgorithmicMedia)),
            (
                "element",
                format!("><e:DigitalSourceType>{trained}</e:DigitalSourceType>"),
                Some(TrainedAlgorithmicMedia),
            ),
            (
                "resource",
                format!("><e:DigitalSourceType rdf:resource='{trained}'/>"),
                Some(TrainedAlgorithmicMedia),
            ),
            ("lower case", format!("e:digitalSourceType='{trained}'/>"), Some(TrainedAlgorithmicMedia)),
            ("bare name", "e:DigitalSourceType='algorithmicMedia'/>".to_owned(), Some(AlgorithmicMedia)),
            (
                "composite",
                format!("e:DigitalSourceType='{}'/>", code("compositeWithTrainedAlgorithmicMedia")),
                Some(CompositeWithTrainedAlgorithmicMedia),
            ),
            ("a camera", format!("e:DigitalSourceType='{}'/>", code("digitalCapture")), None),
            (
                "an enhanced photo",
                format!("e:DigitalSourceType='{}'/>", code("algorithmicallyEnhanced")),
                None,
            ),
            ("a caption", format!("dc:title='not {trained}'/>"), None),
            ("TC260 attribute", format!("TC260:AIGC=\"{json}\"/>"), Some(Tc260)),
            ("TC260 element", "><TC260:AIGC>{\"Label\":\"1\"}</TC260:AIGC>".to_owned(), Some(Tc260)),
            ("TC260, another prefix", "><ns1:AIGC>{\"Label\":\"3\"}</ns1:AIGC>".to_owned(), Some(Tc260)),
            (
                "the namespace alone",
                "xmlns:TC260=\"http://www.tc260.org.cn/ns/AIGC/1.0/\"/>".to_owned(),
                None,
            ),
            ("nothing", "/>".to_owned(), None),
        ];
        let wrong: Vec<_> = cases
            .iter()
            .map(|(name, properties, expected)| (name, label(STANDARD, properties), expected))
            .filter(|(_, is, expected)| is != *expected)
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn a_packet_is_known_by_its_identifier() {
        let property = "TC260:AIGC='{}'/>";
        assert_eq!(label("XMP\0", property), Some(AiLabel::Tc260));
        assert_eq!(Xmp::read(b"Exif\0\0<TC260:AIGC>"), None);
        assert_eq!(Xmp::read(b"http://ns.adobe.com/xap/1.0/\0"), Some(Xmp { ai_label: None }));
    }

    #[test]
    fn damage_anywhere_is_left_out_and_never_a_panic() {
        let good = [STANDARD, "<e:DigitalSourceType>x</e><a:AIGC='b'/>"].concat().into_bytes();
        for place in 0..good.len() {
            let _ = Xmp::read(&good[..place]);
            for value in [0, b'<', b'"', b'=', 0xff] {
                let mut bad = good.clone();
                bad[place] = value;
                let _ = Xmp::read(&bad);
            }
        }
    }
}
