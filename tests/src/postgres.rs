//! A PostgreSQL database for each test.

use std::{
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
