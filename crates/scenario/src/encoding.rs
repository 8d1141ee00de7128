//! From the bytes of a table to its text, whatever program saved it.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// A text, and what its bytes were taken for.
pub(super) struct Decoded {
    pub text: String,
    pub encoding: &'static str,
    /// Where the first character stands that another encoding would read as another one.
    pub guessed_at: Option<usize>,
}

/// Bytes that Windows-1252 gives no character.
const UNUSED: [u8; 5] = [0x81, 0x8d, 0x8f, 0x90, 0x9d];

/// Decodes UTF-8, UTF-16 and Windows-1252; else what is wrong, in words.
pub(super) fn decode(bytes: Vec<u8>) -> Result<Decoded, String> {
    let sure = |text, encoding| Ok(Decoded { text, encoding, guessed_at: None });
    let decoded = match bytes {
        _ if bytes.starts_with(&[0xff, 0xfe]) => sure(utf_16(UTF_16LE, &bytes[2..])?, "UTF-16 LE"),
        _ if bytes.starts_with(&[0xfe, 0xff]) => sure(utf_16(UTF_16BE, &bytes[2..])?, "UTF-16 BE"),
        _ if zeros(&bytes, 1) => sure(utf_16(UTF_16LE, &bytes)?, "UTF-16 LE"),
        _ if zeros(&bytes, 0) => sure(utf_16(UTF_16BE, &bytes)?, "UTF-16 BE"),
        _ => match String::from_utf8(bytes) {
            Ok(text) if text.starts_with('\u{feff}') => sure(text, "UTF-8 with a byte order mark"),
            Ok(text) => sure(text, "UTF-8"),
            Err(error) => windows_1252(error.as_bytes(), error.utf8_error().valid_up_to()),
        },
    }?;
    match decoded.text.find('\0') {
        Some(at) => Err(format!("it is no text: character {} is NUL", decoded.text[..at].chars().count() + 1)),
        None => Ok(decoded),
    }
}

fn utf_16(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, String> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    text.map(String::from).ok_or_else(|| format!("it is not sound {}", encoding.name()))
}

fn windows_1252(bytes: &[u8], valid: usize) -> Result<Decoded, String> {
    if let Some(at) = bytes.iter().position(|byte| UNUSED.contains(byte)) {
        let byte = bytes[at];
        return Err(format!("it is neither UTF-8 nor Windows-1252: byte {at} is {byte:#04x}; save it as UTF-8"));
    }
    let text = WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned();
    let before = WINDOWS_1252.decode_without_bom_handling(&bytes[..valid]).0.len();
    Ok(Decoded { text, encoding: "Windows-1252", guessed_at: Some(before) })
}

/// Whether most characters have a zero byte at this place of their two, as in UTF-16 of Latin letters.
fn zeros(bytes: &[u8], place: usize) -> bool {
    let pairs = bytes.chunks_exact(2).take(512);
    let all = pairs.len();
    let zero = pairs.clone().filter(|pair| pair[place] == 0 && pair[1 - place] != 0).count();
    all > 0 && bytes.len().is_multiple_of(2) && 2 * zero > all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_text_in_every_encoding_is_the_same_text() {
        let text = "id;größe\nnørd;1\n";
        let units = || text.encode_utf16();
        let le: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
        let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin-1")).collect();
        let marked = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
        for (bytes, encoding) in [
            (text.as_bytes().to_vec(), "UTF-8"),
            (marked(&[0xff, 0xfe], &le), "UTF-16 LE"),
            (marked(&[0xfe, 0xff], &be), "UTF-16 BE"),
            (le.clone(), "UTF-16 LE"),
            (be, "UTF-16 BE"),
            (latin, "Windows-1252"),
        ] {
            let decoded = decode(bytes).expect(encoding);
            assert_eq!((decoded.text.as_str(), decoded.encoding), (text, encoding));
            assert_eq!(decoded.guessed_at, (encoding == "Windows-1252").then_some(5));
        }
    }

    #[test]
    fn what_is_no_text_is_told() {
        for (bytes, told) in [
            (&b"id,x\na\0,1\n"[..], "is NUL"),
            (&[0xff, 0xfe, 0x00, 0xd8, 0x61, 0x00][..], "not sound UTF-16LE"),
            (&[0xff, 0xfe, 0x61][..], "not sound UTF-16LE"),
            (&b"id,\x81\n"[..], "byte 3 is 0x81"),
        ] {
            let error = decode(bytes.to_vec()).err().expect(told);
            assert!(error.contains(told), "{error}");
        }
    }
}
