//! A server of our own for the length of a measurement.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::shell;

/// A running server.
pub struct Server {
    /// Its process.
    pub child: Child,
    /// Where it listens.
    pub address: String,
}

impl Server {
    /// Starts it and waits until it is ready.
    pub fn start(binary: &Path, data: &Path) -> Result<Self> {
        Self::spawn(Command::new(binary), data, &[])
    }

    /// The same on the first core alone.
    pub fn start_pinned(binary: &Path, data: &Path, options: &[&str]) -> Result<Self> {
        let mut command = Command::new("taskset");
        command.args(["-c", "0"]).arg(binary);
        Self::spawn(command, data, options)
    }

    fn spawn(mut command: Command, data: &Path, options: &[&str]) -> Result<Self> {
        let address = free_address()?;
        shell::clean_environment(&mut command);
        let child = command
            .args(["serve", "--listen", &address, "--data"])
            .arg(data)
            .args(options)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("starting the server")?;
        let server = Self { child, address };
        wait(&server.address, "/health/ready")?;
        Ok(server)
    }

    /// The body of a page that answers 200, uncompressed.
    pub fn get(&self, path: &str) -> Result<Vec<u8>> {
        get(&self.address, path)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.child.kill().is_err() || self.child.wait().is_err() {
            shell::say("the server could not be stopped");
        }
    }
}

/// A free address on loopback.
pub fn free_address() -> Result<String> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string())
}

/// Waits until a path answers 200.
pub fn wait(address: &str, path: &str) -> Result<()> {
    let deadline = Instant::now() + Duration::from_secs(30);
    while get(address, path).is_err() {
        if Instant::now() > deadline {
            bail!("{address} does not become ready");
        }
        thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}

/// The body of a page that answers 200, uncompressed.
pub fn get(address: &str, path: &str) -> Result<Vec<u8>> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    // HTTP/1.0: the body then ends with the connection, and there is no framing to undo.
    write!(stream, "GET {path} HTTP/1.0\r\nHost: {address}\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let end = answer
        .windows(4)
        .position(|window| window == b"\r\n\r\n")
        .with_context(|| format!("{path}: not an HTTP answer"))?;
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    let status = head.lines().next().unwrap_or_default();
    if status.split(' ').nth(1) != Some("200") {
        bail!("{path}: {status}");
    }
    Ok(answer.split_off(end + 4))
}
