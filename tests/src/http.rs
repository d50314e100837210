//! A small HTTP/1.1 client over plain sockets: it sends what it is told, well formed or not.

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

/// How long an answer may take before a test gives up on it.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// A request in the making.
#[derive(Clone, Debug)]
pub struct Request {
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Request {
    /// A request for a target, written as it goes over the wire.
    pub fn new(method: &str, target: &str) -> Self {
        Self {
            method: method.to_owned(),
            target: target.to_owned(),
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    /// With a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With a body.
    #[must_use]
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    fn bytes(&self, keep: bool) -> Vec<u8> {
        let mut text = format!(
            "{} {} HTTP/1.1\r\nhost: portal.test\r\n",
            self.method, self.target
        );
        if !keep {
            text.push_str("connection: close\r\n");
        }
        for (name, value) in &self.headers {
            text.extend([name, ": ", value, "\r\n"]);
        }
        if !self.body.is_empty() {
            text.extend(["content-length: ", &self.body.len().to_string(), "\r\n"]);
        }
        text.push_str("\r\n");
        let mut bytes = text.into_bytes();
        bytes.extend(&self.body);
        bytes
    }

    /// Sends it over a connection of its own.
    #[track_caller]
    pub fn send(&self, to: SocketAddr) -> Answer {
        self.try_send(to)
            .unwrap_or_else(|e| panic!("{} {}: {e}", self.method, self.target))
    }

    /// Sends it over a connection of its own; an error when no whole answer comes.
    pub fn try_send(&self, to: SocketAddr) -> io::Result<Answer> {
        let mut stream = TcpStream::connect(to)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        // A server that has answered already may have stopped reading.
        let sent = stream.write_all(&self.bytes(false));
        let answer = read_answer(&mut BufReader::new(stream), self.method == "HEAD");
        sent.or(answer
            .as_ref()
            .map(|_| ())
            .map_err(|e| io::Error::new(e.kind(), e.to_string())))?;
        answer
    }
}

/// A connection that is kept for many requests.
pub struct Connection(BufReader<TcpStream>);

impl Connection {
    /// Connects.
    pub fn to(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Self(BufReader::new(stream)))
    }

    /// Sends a request and reads its answer.
    pub fn send(&mut self, request: &Request) -> io::Result<Answer> {
        self.ask(request)?;
        self.answer(request)
    }

    /// Sends a request: when this returns, the system has taken all of it.
    pub fn ask(&mut self, request: &Request) -> io::Result<()> {
        self.0.get_mut().write_all(&request.bytes(true))
    }

    /// Reads the answer to a request.
    pub fn answer(&mut self, request: &Request) -> io::Result<Answer> {
        read_answer(&mut self.0, request.method == "HEAD")
    }
}

/// Sends bytes as they are and reads what comes back until the other side closes.
pub fn raw(to: SocketAddr, bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(to)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    // The server may close before it has read all: what it said counts.
    let _ = stream.write_all(bytes);
    let mut all = Vec::new();
    match stream.read_to_end(&mut all) {
        Ok(_) => Ok(all),
        Err(_) if !all.is_empty() => Ok(all),
        Err(e) if e.kind() == io::ErrorKind::ConnectionReset => Ok(all),
        Err(e) => Err(e),
    }
}

/// The answer to bytes that are no proper request; `None` when the connection was closed without one.
#[track_caller]
pub fn raw_answer(to: SocketAddr, bytes: &[u8]) -> Option<Answer> {
    let all = raw(to, bytes).expect("the server closes");
    if all.is_empty() {
        None
    } else {
        Some(read_answer(&mut all.as_slice(), false).expect("an HTTP answer"))
    }
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body as it came over the wire, chunks joined.
    pub body: Vec<u8>,
}

impl Answer {
    /// The value of a header that comes once.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self
            .headers
            .iter()
            .filter(|(n, _)| n == name)
            .map(|(_, v)| v.as_str());
        let first = values.next();
        assert!(values.next().is_none(), "{name} comes twice");
        first
    }

    /// The body as text.
    #[track_caller]
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("the body is UTF-8")
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&self.body)))
    }

    /// The status is this, or the test fails with the body.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(
            self.status,
            status,
            "{}",
            String::from_utf8_lossy(&self.body)
                .chars()
                .take(600)
                .collect::<String>()
        );
        self
    }

    /// The body as the coding in `Content-Encoding` unpacks it.
    pub fn decoded(&self) -> Vec<u8> {
        let mut plain = Vec::new();
        match self.header("content-encoding") {
            None => plain.clone_from(&self.body),
            Some("br") => {
                brotli::BrotliDecompress(&mut self.body.as_slice(), &mut plain).expect("brotli");
            }
            Some("gzip") => {
                flate2::read::GzDecoder::new(self.body.as_slice())
                    .read_to_end(&mut plain)
                    .expect("gzip");
            }
            Some(other) => panic!("unknown coding {other}"),
        }
        plain
    }

    /// A directive of `Cache-Control`: `cache("max-age")`.
    pub fn cache(&self, directive: &str) -> Option<i64> {
        let control = self.header("cache-control")?;
        control.split(',').find_map(|d| {
            d.trim()
                .strip_prefix(directive)?
                .strip_prefix('=')?
                .parse()
                .ok()
        })
    }
}

fn broken(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, what.to_owned())
}

/// Reads one answer. An answer that ends early is an error.
fn read_answer(from: &mut impl BufRead, head: bool) -> io::Result<Answer> {
    let status_line = line(from)?;
    let status = status_line
        .split(' ')
        .nth(1)
        .and_then(|s| s.parse().ok())
        .ok_or_else(|| broken(&format!("no status in {status_line:?}")))?;
    let mut headers = Vec::new();
    loop {
        let line = line(from)?;
        if line.is_empty() {
            break;
        }
        let (name, value) = line
            .split_once(':')
            .ok_or_else(|| broken("a header without a colon"))?;
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let mut answer = Answer {
        status,
        headers,
        body: Vec::new(),
    };
    if head || status == 304 || status == 204 {
        return Ok(answer);
    }
    if answer.header("transfer-encoding") == Some("chunked") {
        loop {
            let size = usize::from_str_radix(line(from)?.trim(), 16)
                .map_err(|_| broken("the size of a chunk"))?;
            let start = answer.body.len();
            answer.body.resize(start + size, 0);
            from.read_exact(&mut answer.body[start..])?;
            line(from)?;
            if size == 0 {
                break;
            }
        }
    } else if let Some(length) = answer.header("content-length") {
        let length = length.parse().map_err(|_| broken("the length"))?;
        answer.body.resize(length, 0);
        from.read_exact(&mut answer.body)?;
    } else {
        from.read_to_end(&mut answer.body)?;
    }
    Ok(answer)
}

fn line(from: &mut impl BufRead) -> io::Result<String> {
    let mut bytes = Vec::new();
    from.read_until(b'\n', &mut bytes)?;
    if bytes.pop() != Some(b'\n') {
        return Err(broken("the answer ends within its head"));
    }
    if bytes.last() == Some(&b'\r') {
        bytes.pop();
    }
    String::from_utf8(bytes).map_err(|_| broken("a header that is not UTF-8"))
}

/// Percent-encodes everything but letters and digits.
pub fn percent(text: &str) -> String {
    text.bytes()
        .map(|b| {
            if b.is_ascii_alphanumeric() {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect()
}
