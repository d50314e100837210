//! A PostgreSQL database for each test.

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicU32, Ordering},
};

use crate::program::{self, Output};

/// A database that is dropped with the value.
pub struct Database {
    name: String,
    cluster: String,
}

fn cluster() -> String {
    std::env::var("CHENGXING_TEST_POSTGRES")
        .unwrap_or_else(|_| panic!("CHENGXING_TEST_POSTGRES is not set: run `cargo xtask test`"))
}

fn psql(url: &str) -> Command {
    let mut command = program::clean("psql");
    command.args([
        "--no-psqlrc",
        "--quiet",
        "--tuples-only",
        "--no-align",
        "--set",
        "ON_ERROR_STOP=1",
        "--dbname",
        url,
    ]);
    command
}

/// A scratch cluster that takes TLS, with a certificate that it has signed itself, until this is dropped.
/// Connections without TLS, such as those of other tests, are taken as before.
pub struct WithTls {
    certificate: PathBuf,
}

impl WithTls {
    /// Makes key and certificate in `folder`, hands them to the server and waits until it uses them.
    #[track_caller]
    pub fn begin(folder: &Path) -> Self {
        let (key, certificate) = (folder.join("server.key"), folder.join("server.crt"));
        let mut openssl = program::clean("openssl");
        openssl.args([
            "req",
            "-x509",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=127.0.0.1",
        ]);
        openssl.args(["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]);
        openssl.args(["-addext", "subjectAltName=IP:127.0.0.1"]);
        openssl.args(["-addext", "basicConstraints=critical,CA:FALSE"]);
        Output::run(
            openssl
                .arg("-keyout")
                .arg(&key)
                .arg("-out")
                .arg(&certificate),
        )
        .ok();
        // The server runs under another account and reads files from its own folder.
        for (file, name) in [(&key, "server.key"), (&certificate, "server.crt")] {
            let text = std::fs::read_to_string(file).expect("openssl wrote it");
            on_cluster(&format!(
                "COPY (SELECT unnest(string_to_array('{}', E'\\n')))
                TO PROGRAM 'umask 077; cat > {name}.new && mv {name}.new {name}'",
                text.trim_end()
            ));
        }
        on_cluster("ALTER SYSTEM SET ssl = on");
        on_cluster("SELECT pg_reload_conf()");
        let begun = Self { certificate };
        for _ in 0..200 {
            if on_cluster("SHOW ssl").trim() == "on" {
                return begun;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        panic!("the scratch cluster does not take TLS; see target/scratch-postgres.log");
    }

    /// What the server proves itself with, which is its own root.
    pub fn certificate(&self) -> &Path {
        &self.certificate
    }
}

impl Drop for WithTls {
    fn drop(&mut self) {
        for sql in ["ALTER SYSTEM RESET ssl", "SELECT pg_reload_conf()"] {
            let _ = psql(&cluster()).args(["--command", sql]).output();
        }
    }
}

#[track_caller]
fn on_cluster(sql: &str) -> String {
    Output::run(psql(&cluster()).args(["--command", sql]))
        .ok()
        .stdout
}

impl Database {
    /// Makes an empty one.
    #[track_caller]
    pub fn create() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let cluster = cluster();
        let name = format!(
            "portal_{}_{}",
            std::process::id(),
            NUMBER.fetch_add(1, Ordering::Relaxed)
        );
        Output::run(psql(&cluster).args(["--command", &format!("CREATE DATABASE {name}")])).ok();
        Self { name, cluster }
    }

    /// Runs a statement in it.
    #[track_caller]
    pub fn run(&self, sql: &str) -> String {
        Output::run(psql(&self.url()).args(["--command", sql]))
            .ok()
            .stdout
    }

    /// Where it is: the cluster's address with the name of the database in place of the path.
    pub fn url(&self) -> String {
        let (address, parameters) = self.cluster.split_once('?').unwrap_or((&self.cluster, ""));
        let (scheme, rest) = address.split_once("://").expect("an address");
        let host = rest.split('/').next().unwrap_or_default();
        let parameters = if parameters.is_empty() {
            String::new()
        } else {
            format!("?{parameters}")
        };
        format!("{scheme}://{host}/{}{parameters}", self.name)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let _ = psql(&self.cluster)
            .args([
                "--command",
                &format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name),
            ])
            .output();
    }
}
