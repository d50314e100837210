//! What a phone downloads: brotli bytes of the scan page and of every asset.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::Args;
use serde::Deserialize;

use crate::build;
use crate::setup::{self, Scope};
use crate::shell;
use crate::site::manifest;
use crate::workspace::Workspace;

/// With which data.
#[derive(Args)]
pub struct Options {
    /// The data folder whose scan page is measured; left out if there is none
    #[arg(long, env = "CHENGXING_DATA", default_value = "data")]
    data: PathBuf,
}

#[derive(Deserialize)]
struct Asset {
    size: usize,
    br: Option<usize>,
    gz: Option<usize>,
}

/// Prints the table.
pub fn size(workspace: &Workspace, options: &Options) -> Result<()> {
    setup::setup(workspace, Scope::Build)?;
    let binary = build::release(workspace)?;
    println!(
        "{:<24} {:>9} {:>9} {:>9}",
        "asset", "bytes", "gzip", "brotli"
    );
    let list = fs::read_to_string(workspace.site().join(manifest::MANIFEST))?;
    let assets: BTreeMap<String, Asset> = serde_json::from_str(&list)?;
    let shown = |size: Option<usize>| size.map_or_else(|| "-".to_owned(), |size| size.to_string());
    for (name, asset) in &assets {
        println!(
            "{name:<24} {:>9} {:>9} {:>9}",
            asset.size,
            shown(asset.gz),
            shown(asset.br)
        );
    }
    let has_data = fs::read_dir(&options.data).is_ok_and(|mut entries| entries.next().is_some());
    if !has_data {
        println!(
            "no data in {}: pages are not measured",
            options.data.display()
        );
        return Ok(());
    }
    let server = Server::start(&binary, &options.data)?;
    let list = server.get("/api/v1/instruments?limit=1")?;
    let list: serde_json::Value = serde_json::from_slice(&list).context("reading the list")?;
    let code = list["items"][0]["code"]
        .as_str()
        .context("the data has no instrument")?;
    let pages = [
        ("scan page", format!("/i/{code}")),
        ("home", "/".to_owned()),
        ("search", "/search".to_owned()),
        ("notices", "/notices".to_owned()),
    ];
    let style = assets
        .get("scan.css")
        .and_then(|asset| asset.br)
        .unwrap_or_default();
    for (name, path) in pages {
        let page = server.get(&path)?;
        let brotli = manifest::brotli(&page)?.len();
        println!("{name:<24} {:>9} {:>9} {brotli:>9}", page.len(), "");
        if name == "scan page" {
            println!(
                "{:<24} {:>9} {:>9} {:>9}",
                "  with scan.css",
                "",
                "",
                brotli + style
            );
        }
    }
    Ok(())
}

/// A server of our own for the length of the measurement.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(binary: &Path, data: &Path) -> Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
        let child = Command::new(binary)
            .args(["serve", "--listen", &address, "--data"])
            .arg(data)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("starting the server")?;
        let mut server = Self { child, address };
        let deadline = Instant::now() + Duration::from_secs(30);
        while server.get("/health/ready").is_err() {
            if server.child.try_wait()?.is_some() || Instant::now() > deadline {
                bail!("the server does not become ready");
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(server)
    }

    /// The body of a page that answers 200, uncompressed.
    fn get(&self, path: &str) -> Result<Vec<u8>> {
        let mut stream = TcpStream::connect(&self.address)?;
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        // HTTP/1.0: the body then ends with the connection, and there is no framing to undo.
        write!(
            stream,
            "GET {path} HTTP/1.0\r\nHost: {}\r\n\r\n",
            self.address
        )?;
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
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.child.kill().is_err() || self.child.wait().is_err() {
            shell::say("the server could not be stopped");
        }
    }
}
