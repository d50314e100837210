//! Requests to a running server: whatever the query and the headers are, the answer is one of ours.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

/// Addresses that read parameters.
const PATHS: [&str; 8] = [
    "/api/v1/instruments",
    "/api/v1/suggestions",
    "/api/v1/notices",
    "/search",
    "/en/search",
    "/notices",
    "/i/7K3M9-QX2RD-4",
    "/",
];
/// The longest query or header.
const LONGEST: usize = 1_500;

/// A GET. The lines of `data` are: a byte that chooses the address with the query behind it, `Accept`,
/// `If-None-Match`, `Accept-Encoding`, `Accept-Language`.
///
/// The answer is no failure of the server, carries its security headers, and has the form that its type
/// names.
pub fn request(server: SocketAddr, data: &[u8]) {
    let mut lines = data.split(|byte| *byte == b'\n');
    let (first, query) = match lines.next().and_then(<[u8]>::split_first) {
        Some((first, query)) => (*first, query),
        None => (0, &[][..]),
    };
    let path = PATHS[usize::from(first) % PATHS.len()];
    let mut bytes = format!("GET {path}?").into_bytes();
    for byte in query.iter().take(LONGEST) {
        match byte {
            // What may not stand in a request line at all is sent as everybody sends it.
            b'"' | b'#' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{'..=b'}' | ..=b' ' | 0x7F.. => {
                bytes.extend(format!("%{byte:02X}").bytes());
            }
            byte => bytes.push(*byte),
        }
    }
    bytes.extend(b" HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n");
    for name in [
        "Accept",
        "If-None-Match",
        "Accept-Encoding",
        "Accept-Language",
    ] {
        if let Some(value) = lines.next() {
            bytes.extend(name.bytes());
            bytes.extend(b": ");
            let fits = |byte: &&u8| matches!(byte, b'\t' | b' '..=b'~' | 0x80..);
            bytes.extend(value.iter().take(LONGEST).filter(fits));
            bytes.extend(b"\r\n");
        }
    }
    bytes.extend(b"\r\n");
    let answer = exchange(server, &bytes);
    check(&answer, &bytes);
}

fn exchange(server: SocketAddr, request: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(server).expect("the server listens");
    stream
        .set_read_timeout(Some(Duration::from_secs(30)))
        .expect("a timeout");
    stream.write_all(request).expect("the server reads");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("the server answers");
    answer
}

fn check(answer: &[u8], request: &[u8]) {
    let told = || String::from_utf8_lossy(request).into_owned();
    let end = answer
        .windows(4)
        .position(|w| w == b"\r\n\r\n")
        .unwrap_or_else(|| panic!("no answer to {}", told()));
    let head = String::from_utf8_lossy(&answer[..end]).to_lowercase();
    let body = &answer[end + 4..];
    let status: u16 = head
        .split(' ')
        .nth(1)
        .and_then(|s| s.parse().ok())
        .unwrap_or_else(|| panic!("no status in {head}"));
    assert!((200..500).contains(&status), "{status} to {}", told());
    assert!(
        head.contains("x-content-type-options: nosniff")
            && head.contains("content-security-policy: default-src 'none'"),
        "no security headers: {head}\nto {}",
        told()
    );
    if status == 304 {
        assert!(body.is_empty());
    }
    let plain = !head.contains("content-encoding:") && !head.contains("transfer-encoding:");
    if plain && !body.is_empty() {
        let begins: &[u8] = if head.contains("json") { b"{" } else { b"<!" };
        assert!(body.starts_with(begins), "{head}\nto {}", told());
    }
}
