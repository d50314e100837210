//! The assets inside the binary: scripts, styles, WebAssembly, icons, each with its compressed
//! forms. Made by `cargo xtask build`; none when the server was built without it.

/// One asset and everything that is said about it over HTTP.
#[derive(Debug)]
pub struct Asset {
    /// Its name without the hash, as the pages ask for it: `scan.css`.
    pub name: &'static str,
    /// Its address: `/assets/scan-0123456789.css`.
    pub path: &'static str,
    /// Its media type.
    pub content_type: &'static str,
    /// The value of an `integrity` attribute.
    pub integrity: &'static str,
    /// Whether the address changes with the content, so that it may be kept for ever.
    pub immutable: bool,
    digest: &'static str,
    identity: &'static [u8],
    brotli: Option<&'static [u8]>,
    gzip: Option<&'static [u8]>,
}

/// How an asset's bytes are compressed on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// Not at all.
    Identity,
    /// `br`.
    Brotli,
    /// `gzip`.
    Gzip,
}

impl Encoding {
    /// The value of `Content-Encoding`, if there is to be one.
    pub fn header(self) -> Option<&'static str> {
        match self {
            Self::Identity => None,
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
        }
    }
}

/// Every asset, in the order of their paths.
static ASSETS: &[Asset] = include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// Every asset, in the order of their paths.
pub fn all() -> &'static [Asset] {
    ASSETS
}

/// The asset at an address.
pub fn by_path(path: &str) -> Option<&'static Asset> {
    ASSETS
        .binary_search_by(|asset| asset.path.cmp(path))
        .ok()
        .and_then(|index| ASSETS.get(index))
}

/// What pages link to.
pub fn for_pages() -> chengxing_app::Assets {
    ASSETS
        .iter()
        .map(|asset| {
            let link = chengxing_app::Asset {
                path: asset.path.to_owned(),
                integrity: asset.integrity.to_owned(),
            };
            (asset.name.to_owned(), link)
        })
        .collect()
}

/// A digest (FNV-1a) of the assets and of `more`: changes whenever a page's links or texts do.
pub fn digest(more: &[u8]) -> u64 {
    let assets = ASSETS
        .iter()
        .flat_map(|a| a.path.bytes().chain(a.digest.bytes()));
    assets
        .chain(more.iter().copied())
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
}

impl Asset {
    /// The bytes in the best form that a request's `Accept-Encoding` allows.
    pub fn encoded(&self, accept_encoding: Option<&str>) -> (Encoding, &'static [u8]) {
        let accepts = |name| accept_encoding.is_some_and(|header| allows(header, name));
        match (self.brotli, self.gzip) {
            (Some(bytes), _) if accepts("br") => (Encoding::Brotli, bytes),
            (_, Some(bytes)) if accepts("gzip") => (Encoding::Gzip, bytes),
            _ => (Encoding::Identity, self.identity),
        }
    }

    /// A strong entity tag, another for each form (RFC 9110, 8.8.3.3).
    pub fn etag(&self, encoding: Encoding) -> String {
        match encoding.header() {
            None => format!("\"{}\"", self.digest),
            Some(form) => format!("\"{}-{form}\"", self.digest),
        }
    }
}

/// Whether an `Accept-Encoding` names a coding without refusing it by `q=0` (RFC 9110, 12.5.3).
/// `*` is not taken as a yes: nobody who means brotli writes it.
pub fn allows(header: &str, coding: &str) -> bool {
    header.split(',').any(|item| {
        let mut parts = item.split(';').map(str::trim);
        parts
            .next()
            .is_some_and(|name| name.eq_ignore_ascii_case(coding))
            && !parts.any(|parameter| {
                parameter
                    .strip_prefix("q=")
                    .and_then(|weight| weight.parse::<f32>().ok())
                    .is_some_and(|weight| weight <= 0.0)
            })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: Asset = Asset {
        name: "scan.css",
        path: "/assets/scan-0123456789.css",
        content_type: "text/css; charset=utf-8",
        integrity: "",
        immutable: true,
        digest: "abcd",
        identity: b"identity",
        brotli: Some(b"brotli"),
        gzip: Some(b"gzip"),
    };

    #[test]
    fn a_browser_gets_brotli_and_an_old_one_gzip() {
        assert_eq!(
            SAMPLE.encoded(Some("gzip, deflate, br, zstd")).0,
            Encoding::Brotli
        );
        assert_eq!(SAMPLE.encoded(Some("gzip, deflate")).0, Encoding::Gzip);
        assert_eq!(SAMPLE.encoded(Some("GZIP;q=0.5")).1, b"gzip");
    }

    #[test]
    fn a_refused_or_unnamed_coding_is_never_sent() {
        assert_eq!(SAMPLE.encoded(None).0, Encoding::Identity);
        assert_eq!(SAMPLE.encoded(Some("")).0, Encoding::Identity);
        assert_eq!(SAMPLE.encoded(Some("br;q=0, gzip; q=0.0")).1, b"identity");
        assert_eq!(SAMPLE.encoded(Some("brotli")).0, Encoding::Identity);
    }

    #[test]
    fn each_form_has_a_tag_of_its_own() {
        assert_eq!(SAMPLE.etag(Encoding::Identity), "\"abcd\"");
        assert_eq!(SAMPLE.etag(Encoding::Brotli), "\"abcd-br\"");
        assert_eq!(SAMPLE.etag(Encoding::Gzip), "\"abcd-gzip\"");
    }

    #[test]
    fn every_asset_is_found_by_its_path() {
        for asset in all() {
            assert_eq!(
                by_path(asset.path).map(|found| found.name),
                Some(asset.name)
            );
        }
        assert!(by_path("/assets/none").is_none());
    }
}
