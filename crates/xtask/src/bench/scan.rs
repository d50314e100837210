//! Scans a second: nginx serving one page's bytes from a file, this server rendering every page, and
//! this server answering from its page cache, in one run on one core each.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};
use clap::Args;

use super::server::{Server, get};
use crate::build;
use crate::setup::{self, Scope, apt};
use crate::shell;
use crate::workspace::Workspace;

/// How much data, how long.
#[derive(Args)]
pub struct Options {
    /// Numbers of instruments, one run each; their demo regions are kept for the next run
    #[arg(long, value_delimiter = ',', default_values_t = [100_000, 10_000_000])]
    instruments: Vec<u64>,
    /// Seconds for each measurement
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Connections
    #[arg(long, default_value_t = 64)]
    connections: u32,
}

/// Codes asked for at random: far more than the page cache of a cold server would hold.
const CODES: usize = 40_000;
/// Codes of the cached run: a market hall on Sunday morning.
const HOT: usize = 500;

struct Figures {
    per_second: f64,
    p50: String,
    p99: String,
    memory_mib: u64,
}

/// Measures and prints a table with ratios to nginx.
pub fn scan(workspace: &Workspace, options: &Options) -> Result<()> {
    setup::setup(workspace, Scope::Build)?;
    apt::ensure(apt::FOR_BENCHES)?;
    let binary = build::release(workspace)?;
    for instruments in &options.instruments {
        let folder = workspace
            .cache()
            .join("bench")
            .join(instruments.to_string());
        let data = folder.join("data");
        region(&binary, &data, *instruments)?;
        println!(
            "\n{instruments} instruments, {} connections, {} s each, one core for the server",
            options.connections, options.seconds
        );
        println!(
            "{:<28} {:>10} {:>9} {:>9} {:>9} {:>8}",
            "", "requests/s", "p50", "p99", "RSS MiB", "ratio"
        );

        let server = Server::start_pinned(&binary, &data, &["--page-cache", "0"])?;
        let codes = sample(&server.address, *instruments)?;
        let page = get(&server.address, &format!("/i/{}", codes[0]))?;
        let nginx = Nginx::start(&folder, &page)?;
        let peer = measure(
            options,
            &folder,
            &nginx.address,
            &["page.html".to_owned()],
            "",
            nginx.child.id(),
        )?;
        let line = |name: &str, f: &Figures| {
            println!(
                "{name:<28} {:>10.0} {:>9} {:>9} {:>9} {:>8.2}",
                f.per_second,
                f.p50,
                f.p99,
                f.memory_mib,
                f.per_second / peer.per_second
            );
        };
        line("nginx, same bytes, one file", &peer);
        drop(nginx);
        // Once over the codes, so that neither run pays for a cold disk alone.
        measure(
            options,
            &folder,
            &server.address,
            &codes,
            "i/",
            server.child.id(),
        )?;
        line(
            "uncached, uniform random",
            &measure(
                options,
                &folder,
                &server.address,
                &codes,
                "i/",
                server.child.id(),
            )?,
        );
        drop(server);
        let server = Server::start_pinned(&binary, &data, &[])?;
        let hot: Vec<String> = codes.iter().take(HOT).cloned().collect();
        line(
            "cached, 500 hot codes",
            &measure(
                options,
                &folder,
                &server.address,
                &hot,
                "i/",
                server.child.id(),
            )?,
        );
        line(
            "default, uniform random",
            &measure(
                options,
                &folder,
                &server.address,
                &codes,
                "i/",
                server.child.id(),
            )?,
        );
    }
    Ok(())
}

/// The demo region in `data`, made when it is missing.
pub fn region(binary: &Path, data: &Path, instruments: u64) -> Result<()> {
    if data.join("register.sqlite").exists() {
        return Ok(());
    }
    // Made beside and moved when whole: a run that was broken off is not taken for data.
    let part = data.with_extension("part");
    if part.exists() {
        fs::remove_dir_all(&part)?;
    }
    shell::say(format!("making a demo region of {instruments} instruments"));
    let mut command = Command::new(binary);
    shell::clean_environment(&mut command);
    shell::run(
        command
            .args(["demo", "--instruments", &instruments.to_string(), "--data"])
            .arg(&part),
    )?;
    fs::rename(&part, data)?;
    Ok(())
}

/// Codes from all over the register.
fn sample(address: &str, instruments: u64) -> Result<Vec<String>> {
    let mut codes = Vec::new();
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    while codes.len() < CODES.min(instruments as usize) {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        let after = (state >> 33) % instruments.saturating_sub(100).max(1);
        let list = get(
            address,
            &format!("/api/v1/instruments?limit=100&after={after}"),
        )?;
        let list: serde_json::Value = serde_json::from_slice(&list)?;
        let items = list["items"].as_array().context("a list without items")?;
        codes.extend(
            items
                .iter()
                .filter_map(|i| i["code"].as_str().map(str::to_owned)),
        );
    }
    Ok(codes)
}

fn measure(
    options: &Options,
    folder: &Path,
    address: &str,
    paths: &[String],
    prefix: &str,
    process: u32,
) -> Result<Figures> {
    let list = folder.join("paths.txt");
    fs::write(&list, paths.join("\n"))?;
    let script = folder.join("paths.lua");
    fs::write(
        &script,
        format!(
            "local paths = {{}}\nfor line in io.lines({:?}) do paths[#paths + 1] = '/{prefix}' .. line end\nrequest = function() return wrk.format('GET', paths[math.random(#paths)]) end\n",
            list.display().to_string()
        ),
    )?;
    let text = shell::output(
        Command::new("taskset")
            .args(["-c", "1", "wrk", "--latency", "-t1", "-c"])
            .arg(options.connections.to_string())
            .arg(format!("-d{}s", options.seconds))
            .arg("-s")
            .arg(&script)
            .arg(format!("http://{address}/")),
    )?;
    let after = |label: &str| {
        text.lines()
            .find_map(|l| l.trim().strip_prefix(label).map(|v| v.trim().to_owned()))
    };
    if text.contains("Non-2xx") {
        bail!("some answers failed:\n{text}");
    }
    Ok(Figures {
        per_second: after("Requests/sec:")
            .and_then(|v| v.parse().ok())
            .with_context(|| text.clone())?,
        p50: after("50%").unwrap_or_default(),
        p99: after("99%").unwrap_or_default(),
        memory_mib: resident(process),
    })
}

/// Resident memory of a process and its children, MiB.
fn resident(process: u32) -> u64 {
    let own = |pid: u32| -> u64 {
        let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
        let kib = status
            .lines()
            .find_map(|l| l.strip_prefix("VmRSS:"))
            .and_then(|v| v.split_whitespace().next()?.parse::<u64>().ok());
        kib.unwrap_or(0) / 1024
    };
    let children =
        fs::read_to_string(format!("/proc/{process}/task/{process}/children")).unwrap_or_default();
    own(process)
        + children
            .split_whitespace()
            .filter_map(|c| c.parse().ok())
            .map(own)
            .sum::<u64>()
}

/// One nginx worker on the server's core, serving one file.
struct Nginx {
    child: Child,
    address: String,
}

impl Nginx {
    fn start(folder: &Path, page: &[u8]) -> Result<Self> {
        let root: PathBuf = folder.join("nginx");
        fs::create_dir_all(root.join("html"))?;
        fs::create_dir_all(root.join("logs"))?;
        fs::write(root.join("html/page.html"), page)?;
        let address = super::server::free_address()?;
        let root_text = root.display();
        // Started by root its worker would be nobody, who may not read the cache folder.
        let user = if apt::is_root() { "user root;\n" } else { "" };
        fs::write(
            root.join("nginx.conf"),
            format!(
                "daemon off;\n{user}worker_processes 1;\npid {root_text}/nginx.pid;\nerror_log {root_text}/error.log;\nevents {{ worker_connections 4096; }}\nhttp {{\n  access_log off;\n  sendfile on;\n  tcp_nopush on;\n  keepalive_requests 1000000;\n  open_file_cache max=100;\n  types {{ text/html html; }}\n  server {{ listen {address}; root {root_text}/html; etag on; }}\n}}\n"
            ),
        )?;
        let child = Command::new("taskset")
            .args(["-c", "0", "nginx", "-p"])
            .arg(&root)
            .arg("-c")
            .arg(root.join("nginx.conf"))
            .stderr(Stdio::null())
            .spawn()
            .context("starting nginx")?;
        let nginx = Self { child, address };
        super::server::wait(&nginx.address, "/page.html")?;
        Ok(nginx)
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // The master takes its worker along on SIGQUIT; SIGKILL would leave the worker behind.
        let stopped =
            shell::succeeds(Command::new("kill").args(["-QUIT", &self.child.id().to_string()]));
        if !stopped || self.child.wait().is_err() {
            shell::say("nginx could not be stopped");
        }
    }
}
