//! Samples that WeChat Pay publishes with its own Go library (wechatpay-go: `sha256withrsa_signer_test.go`,
//! `notify_test.go`). The sample's key for contents has 16 bytes, where the documentation asks for 32, so its content is
//! not opened here.

use super::merchant::{Distrust, Merchant, Signed};
use super::notice::{Notice, NoticeError};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

/// A key that protects nothing: it is published.
const PRIVATE_KEY: &str = "
MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQDZUJN33V+dSfvd
fL0Mu+39XrZNXFFMQSy1V15FpncHeV47SmV0TzTqZc7hHB0ddqAdDi8Z5k3TKqb7
6sOwYr5TcAfuR6PIPaleyE0/0KrljBum2Isa2Nyq7Dgc3ElBQ6YN4l/a+DpvKaz1
FSKmKrhLNskqokWVSlu4g8OlKlbPXQ9ibII14MZRQrrkTmHYHzfi7GXXM0thAKuR
0HNvyhTHBh4/lrYM3GaMvmWwkwvsMavnOex6+eioZHBOb1/EIZ/LzC6zuHArPpyW
3daGaZ1rtQB1vVzTyERAVVFsXXgBHvfFud3w3ShsJYk8JvMwK2RpJ5/gV0QSARcm
LDRUAlPzAgMBAAECggEBAMc7rDeUaXiWv6bMGbZ3BTXpg1FhdddnWUnYE8HfX/km
OFI7XtBHXcgYFpcjYz4D5787pcsk7ezPidAj58zqenuclmjKnUmT3pfbI5eCA2v4
C9HnbYDrmUPK1ZcADtka4D6ScDccpNYNa1g2TFHzkIrEa6H+q7S3O2fqxY/DRVtN
0JIXalBb8daaqL5QVzSmM2BMVnHy+YITJWIkP2a3pKs9C0W65JGDsnG0wVrHinHF
+cnhFZIbaPEI//DAFMc9NkrWOKVRTEgcCUxCFaHOZVNxDWZD7A2ZfJB2rK6eg//y
gEiFDR2h6mTaDowMB4YF2n2dsIO4/dCG8vPHI20jn4ECgYEA/ZGu6lEMlO0XZnam
AZGtiNgLcCfM/C2ZERZE7QTRPZH1WdK92Al9ndldsswFw4baJrJLCmghjF/iG4zi
hhBvLnOLksnZUfjdumxoHDWXo2QBWbI5QsWIE7AuTiWgWj1I7X4fCXSQf6i+M/y2
6TogQ7d0ANpZFyOkTNMn/tiJvLECgYEA22XqlamG/yfAGWery5KNH2DGlTIyd6xJ
WtJ9j3jU99lZ0bCQ5xhiBbU9ImxCi3zgTsoqLWgA/p00HhNFNoUcTl9ofc0G3zwT
D1y0ZzcnVKxGJdZ6ohW52V0hJStAigtjYAsUgjm7//FH7PiQDBDP1Wa6xSRkDQU/
aSbQxvEE8+MCgYEA3bb8krW7opyM0XL9RHH0oqsFlVO30Oit5lrqebS0oHl3Zsr2
ZGgoBlWBsEzk3UqUhTFwm/DhJLTSJ/TQPRkxnhQ5/mewNhS9C7yua7wQkzVmWN+V
YeUGTvDGDF6qDz12/vJAgSwDDRym8x4NcXD5tTw7mmNRcwIfL22SkysThIECgYAV
BgccoEoXWS/HP2/u6fQr9ZIR6eV8Ij5FPbZacTG3LlS1Cz5XZra95UgebFFUHHtC
EY1JHJY7z8SWvTH8r3Su7eWNaIAoFBGffzqqSVazfm6aYZsOvRY6BfqPHT3p/H1h
Tq6AbBffxrcltgvXnCTORjHPglU0CjSxVs7awW3AEQKBgB5WtaC8VLROM7rkfVIq
+RXqE5vtJfa3e3N7W3RqxKp4zHFAPfr82FK5CX2bppEaxY7SEZVvVInKDc5gKdG/
jWNRBmvvftZhY59PILHO2X5vO4FXh7suEjy6VIh0gsnK36mmRboYIBGsNuDHjXLe
BDa+8mDLkWu5nHEhOxy2JJZl
";

const PUBLIC_KEY: &str = "
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA2VCTd91fnUn73Xy9DLvt
/V62TVxRTEEstVdeRaZ3B3leO0pldE806mXO4RwdHXagHQ4vGeZN0yqm++rDsGK+
U3AH7kejyD2pXshNP9Cq5YwbptiLGtjcquw4HNxJQUOmDeJf2vg6byms9RUipiq4
SzbJKqJFlUpbuIPDpSpWz10PYmyCNeDGUUK65E5h2B834uxl1zNLYQCrkdBzb8oU
xwYeP5a2DNxmjL5lsJML7DGr5znsevnoqGRwTm9fxCGfy8wus7hwKz6clt3Whmmd
a7UAdb1c08hEQFVRbF14AR73xbnd8N0obCWJPCbzMCtkaSef4FdEEgEXJiw0VAJT
8wIDAQAB
";

const SIGNATURE_OF_SOURCE: &str = "BKyAfU4iMCuvXMXS0Wzam3V/cnxZ+JaqigPM5OhljS2iOT95OO6Fsuml2JkFANJU9K6q9bLlDhPXuoVz+pp4hAm6pHU4ld815U4j\
    sKu1RkyaII+1CYBUYC8TK0XtJ8FwUXXz8vZHh58rrAVN1XwNyvD1vfpxrMT4SL536GLwvpUHlCqIMzoZUguLli/K8V29QiOhuH6I\
    EqLNJn8e9b3nwNcQ7be3CzYGpDAKBfDGPCqCv8Rw5zndhlffk2FEA70G4hvMwe51qMN/RAJbknXG23bSlObuTCN7Ndj1aJGH6/L+\
    hdwfLpUtJm4QYVazzW7DFD27EpSQEqA8bX9+8m1rLg==";

/// When the sample's notice was sent, in milliseconds.
const SENT: i64 = 1_624_523_846_000;

const NOTICE: &str = r#"{"id":"3119dfba-e649-5eec-ab1e-3412bc4d2e17","create_time":"2021-06-24T16:37:26+08:00","resource_type":"encrypt-resource","event_type":"PAYSCORE.USER_OPEN_SERVICE","summary":"签约成功","resource":{"original_type":"payscore","algorithm":"AEAD_AES_256_GCM","ciphertext":"YDS3lKPaC4Y52Gf3uhft5qUBlIa8b428AWTtTauHQfQrRw+X1WpiuHIDy0vo1Vd6VEq67aVyqPdDYMkRVSDaZL3iZttevRMOoPKMifozg6XPWjIZumks/GpT48lI4NizyeaqLBokNebthah3o1H76qSlO9NkDjp9bzmKLEYYH9TEklFUpsvPqOTOcgSLgh21YJXYR7dEBXFgRLiNIKRgO5JdXh1hccRUAlyVWxE54PXpnQ==","associated_data":"payscore","nonce":"Kj7QIyUiYx1q"}}"#;

const SIGNATURE_OF_NOTICE: &str = "tJHIiIS9eB2hAYstmAmbbD3ZE5LiIm/Ug5tuL4fC0YOFRWIHV39UFIZXC0e9Wl6lBu6sKvkqDkzpqzBsVHyXFlbYZTOQrVdG4b6L\
    fTnK4mikv9++ixJMd3vTf2yCqvBkh98zs3Ds5zsYQakzbcwhmw4fMJs4nPLws28H0UW9FjDR//rxELLwXvV1VEA1IBLX70xptjL8\
    hrfUjEE8kkry6yNJTHZRU8CAc7qHli2Ng1V1qb9ARbK8A3ThmFmPQvRGrapI/jS2laKKgYUmfdEdkNO6B2Cke5e8VTxY406ArAmQ\
    90GAihDwIcb16TQMnzCMBoutnwZKNiKRACrFmtxw2Q==";

const SIGNED: Signed<'static> = Signed {
    timestamp: "1624523846",
    nonce: "EcZ9Cmy4Xyx1i6RlJQzLcCyEqDa26NBz",
    serial: "D7CE59D1F522D701",
    signature: SIGNATURE_OF_NOTICE,
};

/// The samples' merchant.
fn merchant() -> Merchant {
    let file = format!(
        "mchid = '1900000001'\nserial = 'F5765756002FDD77'\napi_key = '0123456789abcdef0123456789abcdef'\n\
         private_key = '''-----BEGIN PRIVATE KEY-----{PRIVATE_KEY}-----END PRIVATE KEY-----'''\n\
         [[platform]]\nid = 'D7CE59D1F522D701'\n\
         public_key = '''-----BEGIN PUBLIC KEY-----{PUBLIC_KEY}-----END PUBLIC KEY-----'''\n"
    );
    Merchant::from_toml(&file).unwrap()
}

#[test]
fn the_samples_signature_is_made() {
    assert_eq!(merchant().sign("source").unwrap(), SIGNATURE_OF_SOURCE);
}

#[test]
fn an_authorization_can_be_verified_from_its_own_parts() {
    let merchant = merchant();
    let header = merchant.authorization("POST", "/v3/x?y=z", SENT, "{}").unwrap();
    let part = |name: &str| header.split(&format!("{name}=\"")).nth(1).unwrap().split('"').next().unwrap();
    assert!(header.starts_with("WECHATPAY2-SHA256-RSA2048 mchid=\"1900000001\","), "{header}");
    let (timestamp, nonce) = (part("timestamp"), part("nonce_str"));
    let message = format!("POST\n/v3/x?y=z\n{timestamp}\n{nonce}\n{{}}\n");
    assert_eq!((merchant.sign(&message).unwrap().as_str(), timestamp), (part("signature"), "1624523846"));
}

#[test]
fn the_samples_notice_is_believed_and_one_spoilt_part_is_not() {
    let (merchant, body) = (merchant(), NOTICE.as_bytes());
    assert_eq!(merchant.verify(&SIGNED, body, SENT), Ok(()));
    let other = [&body[..9], b"4", &body[10..]].concat();
    let test = format!("WECHATPAY/SIGNTEST/{SIGNATURE_OF_NOTICE}");
    let earliest = Signed { timestamp: "-9223372036854775808", ..SIGNED };
    let cases = [
        ("a byte", SIGNED, &other[..], SENT, Err(Distrust::Signature)),
        ("nonce", Signed { nonce: "x", ..SIGNED }, body, SENT, Err(Distrust::Signature)),
        ("serial", Signed { serial: "X", ..SIGNED }, body, SENT, Err(Distrust::UnknownSerial)),
        ("sign test", Signed { signature: &test, ..SIGNED }, body, SENT, Err(Distrust::SignTest)),
        ("no base64", Signed { signature: "?", ..SIGNED }, body, SENT, Err(Distrust::Signature)),
        ("5 minutes late", SIGNED, body, SENT + 300_999, Ok(())),
        ("later", SIGNED, body, SENT + 301_000, Err(Distrust::Skew)),
        ("early", SIGNED, body, SENT - 301_000, Err(Distrust::Skew)),
        ("the earliest", earliest, body, i64::MAX, Err(Distrust::Skew)),
        ("no time", Signed { timestamp: "now", ..SIGNED }, body, SENT, Err(Distrust::Unsigned)),
    ];
    for (name, signed, body, now, expected) in cases {
        assert_eq!(merchant.verify(&signed, body, now), expected, "{name}");
    }
}

#[test]
fn a_content_that_does_not_open_is_not_read() {
    let merchant = merchant();
    assert_eq!(Notice::<Value>::open(&merchant, NOTICE.as_bytes()), Err(NoticeError::Form));
    let none = ["?", "", &STANDARD.encode([0; 16])];
    assert!(none.iter().all(|ciphertext| merchant.open("Kj7QIyUiYx1q", "", ciphertext).is_none()));
    assert!(merchant.open("short", "", &STANDARD.encode([0; 32])).is_none());
}

#[test]
fn a_bad_file_is_refused_without_its_secrets() {
    let keyless = "mchid = '1'\nserial = '2'\napi_key = 'SECRET'\nprivate_key = 'SECRET'\nplatform = []";
    for text in ["", "mchid = 1", keyless] {
        let error = Merchant::from_toml(text).err().unwrap().to_string();
        assert!(!error.contains("SECRET"), "{error}");
    }
}
