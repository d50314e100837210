//! Compression of what is made on the spot.

use std::io::Write;

use bytes::Bytes;

pub use crate::assets::Encoding;

/// The best coding that an `Accept-Encoding` allows.
pub fn negotiate(accept: Option<&str>) -> Encoding {
    let allows = |name| accept.is_some_and(|header| crate::assets::allows(header, name));
    if allows("br") {
        Encoding::Brotli
    } else if allows("gzip") {
        Encoding::Gzip
    } else {
        Encoding::Identity
    }
}

/// The bytes compressed. A writer into memory does not fail; if it did, the bytes go as they are.
pub fn compress(body: &Bytes, encoding: Encoding) -> Option<Bytes> {
    match encoding {
        Encoding::Identity => None,
        Encoding::Brotli => {
            let parameters = brotli::enc::BrotliEncoderParams {
                quality: 5,
                lgwin: 18,
                size_hint: body.len(),
                ..Default::default()
            };
            let mut out = Vec::with_capacity(body.len() / 3);
            brotli::BrotliCompress(&mut body.as_ref(), &mut out, &parameters).ok()?;
            Some(out.into())
        }
        Encoding::Gzip => {
            let mut encoder = flate2::write::GzEncoder::new(
                Vec::with_capacity(body.len() / 3),
                flate2::Compression::new(6),
            );
            encoder.write_all(body).ok()?;
            encoder.finish().ok().map(Bytes::from)
        }
    }
}
