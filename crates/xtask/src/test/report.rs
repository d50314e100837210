//! Counts of tests, and the table at the end.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};

use crate::shell;

/// How many tests of a step passed and failed.
#[derive(Default, Clone, Copy, PartialEq, Eq, Debug)]
pub struct Counts {
    passed: u64,
    failed: u64,
}

struct Row {
    name: String,
    time: Duration,
    counts: Counts,
    error: Option<String>,
}

/// What has run so far.
#[derive(Default)]
pub struct Report {
    rows: Vec<Row>,
}

impl Report {
    /// Runs a step and remembers how it ended. A step without tests of its own counts as one.
    pub fn step(&mut self, name: &str, run: impl FnOnce(&mut Counts) -> Result<()>) {
        shell::say(format!("== {name}"));
        let start = Instant::now();
        let mut counts = Counts::default();
        let result = run(&mut counts);
        let error = result.err().map(|error| format!("{error:#}"));
        if let Some(error) = &error {
            eprintln!("{name} failed: {error}");
        }
        if error.is_some() && counts.failed == 0 {
            counts.failed = 1;
        } else if counts == Counts::default() {
            counts.passed = 1;
        }
        self.rows.push(Row {
            name: name.to_owned(),
            time: start.elapsed(),
            counts,
            error,
        });
    }

    /// Prints the table and, last, the sums. Whether all passed.
    pub fn finish(self) -> bool {
        println!(
            "\n{:<14} {:>8} {:>8} {:>8}  result",
            "step", "seconds", "passed", "failed"
        );
        let mut sum = Counts::default();
        let mut all_passed = true;
        for row in &self.rows {
            let passed = row.error.is_none() && row.counts.failed == 0;
            println!(
                "{:<14} {:>8.1} {:>8} {:>8}  {}",
                row.name,
                row.time.as_secs_f64(),
                row.counts.passed,
                row.counts.failed,
                row.error
                    .as_deref()
                    .map_or("ok", |error| error.lines().next().unwrap_or("failed")),
            );
            sum.add(row.counts);
            all_passed &= passed;
        }
        println!("{} passed, {} failed", sum.passed, sum.failed);
        all_passed
    }
}

impl Counts {
    fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    /// Runs a command, shows what it prints, and counts the tests it reports.
    pub fn run(&mut self, command: &mut Command) -> Result<()> {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("starting {}", shell::describe(command)))?;
        let stdout = child.stdout.take().context("the output is piped")?;
        let stderr = child.stderr.take().context("the errors are piped")?;
        let reader = thread::spawn(move || count(stdout, |line| println!("{line}")));
        self.add(count(stderr, |line| eprintln!("{line}")));
        self.add(
            reader
                .join()
                .map_err(|_| anyhow!("reading the output panicked"))?,
        );
        let status = child.wait()?;
        if !status.success() {
            bail!("{} ended with {status}", shell::describe(command));
        }
        Ok(())
    }
}

fn count(stream: impl Read, show: impl Fn(&str)) -> Counts {
    let mut counts = Counts::default();
    for line in BufReader::new(stream).split(b'\n').map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line);
        show(line.trim_end_matches('\r'));
        if let Some(found) = counts_in(&line) {
            counts.add(found);
        }
    }
    counts
}

/// Understands the summaries of `cargo test`, nextest and `end2end`.
fn counts_in(line: &str) -> Option<Counts> {
    let plain = without_colours(line);
    let line = plain.trim();
    let summary = line.starts_with("test result:")
        || line.starts_with("Summary [")
        || line.ends_with(" failed") && line.chars().next().is_some_and(|c| c.is_ascii_digit());
    if !summary {
        return None;
    }
    let number_before = |word: &str| {
        let words: Vec<&str> = line
            .split([' ', ',', ';', ':'])
            .filter(|w| !w.is_empty())
            .collect();
        words
            .windows(2)
            .find(|pair| pair[1] == word)
            .and_then(|pair| pair[0].parse::<u64>().ok())
    };
    let timed_out = if line.contains("timed out") {
        number_before("timed")
    } else {
        None
    };
    Some(Counts {
        passed: number_before("passed")?,
        failed: number_before("failed").unwrap_or(0) + timed_out.unwrap_or(0),
    })
}

fn without_colours(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut inside = false;
    for character in line.chars() {
        match character {
            '\u{1b}' => inside = true,
            'm' if inside => inside = false,
            _ if inside => {}
            _ => plain.push(character),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn counts(passed: u64, failed: u64) -> Counts {
        Counts { passed, failed }
    }

    #[test]
    fn the_summaries_of_all_three_runners_are_understood() {
        assert_eq!(
            counts_in("test result: FAILED. 12 passed; 3 failed; 0 ignored; 0 measured"),
            Some(counts(12, 3))
        );
        assert_eq!(
            counts_in("     Summary [   0.005s] 3 tests run: 2 passed, 1 failed, 0 skipped"),
            Some(counts(2, 1))
        );
        assert_eq!(
            counts_in("     Summary [  12.005s] 1 test run: 1 passed (1 slow), 0 skipped"),
            Some(counts(1, 0))
        );
        assert_eq!(counts_in("41 passed, 0 failed"), Some(counts(41, 0)));
        assert_eq!(
            counts_in("\u{1b}[32m41 passed\u{1b}[0m, 2 failed"),
            Some(counts(41, 2))
        );
    }

    #[test]
    fn other_lines_are_not_counted() {
        assert_eq!(counts_in("running 3 tests"), None);
        assert_eq!(counts_in("the check that 3 passed has failed"), None);
        assert_eq!(counts_in("3 rows failed"), None);
    }
}
