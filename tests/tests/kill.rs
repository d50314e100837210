//! Killed at any moment: nothing half-written, nothing acknowledged lost, no help needed to start again.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::{
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use chengxing_tests::{Engine, Portal, files, random::Random, rounds};

/// Runs a command and kills it after `after`, unless it has ended by then. True when it had succeeded.
fn killed(command: &mut Command, after: Duration) -> bool {
    let mut child = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    thread::sleep(after);
    let ended = child.try_wait().expect("the child is ours");
    let _ = child.kill();
    child.wait().expect("the child is ours");
    ended.is_some_and(|status| status.success())
}

/// Imports killed at random moments, a server reading all the while.
fn imports(engine: Engine, rounds: usize, seed: u64) {
    const ROWS: usize = 400;
    let portal = Portal::on(engine);
    let mut random = Random::new(seed);
    let write = |name: &str| {
        portal.file(
            &format!("{name}.csv"),
            files::verifications(name, ROWS).csv(b','),
        )
    };
    let begun = Instant::now();
    portal.import("verifications", &write("FIRST"), &[]).ok();
    let whole = begun.elapsed();
    let server = portal.serve();
    let of_a_file = server.publications();
    assert!(of_a_file > 0);
    let (mut none, mut all) = (0, 0);
    for round in 0..rounds {
        let file = write(&format!("R{round:03}X"));
        let moment = Duration::from_micros(random.below(whole.as_micros() as u64 * 5 / 4 + 1));
        let acknowledged = killed(
            portal.command(&["import", "verifications"]).arg(&file),
            moment,
        );
        // What a second import finds tells what the first has left.
        let counts = portal.import("verifications", &file, &[]).ok().counts();
        let rows = ROWS as u64;
        if counts == [rows, 0, 0, 0] {
            assert!(
                !acknowledged,
                "{engine:?}, round {round}: an acknowledged import is lost"
            );
            none += 1;
        } else {
            assert_eq!(
                counts,
                [0, 0, rows, 0],
                "{engine:?}, round {round}: part of the file is there"
            );
            all += 1;
        }
        if round % 10 == 9 || round + 1 == rounds {
            portal.run(&["check"]).ok();
        }
    }
    println!("{engine:?}: of {rounds} killed imports {none} left nothing and {all} were complete");
    assert!(
        none > 0,
        "no kill came before the end: the test proves nothing"
    );
    let expected = of_a_file * (rounds as i64 + 1);
    server.wait_until("every file is seen, each once", |s| {
        s.publications() == expected
    });
    server
        .get(&format!(
            "/i/{}",
            server.json("/api/v1/instruments?serial_number=R000X000399")["items"][0]["code"]
                .as_str()
                .unwrap()
        ))
        .expect(200);
}

#[test]
fn an_import_killed_at_any_moment_leaves_all_or_nothing_on_sqlite() {
    imports(Engine::Sqlite, rounds(100, 200), 1);
}

#[test]
fn an_import_killed_at_any_moment_leaves_all_or_nothing_on_postgresql() {
    imports(Engine::Postgres, rounds(10, 50), 2);
}

/// First starts killed at random moments: making the register, migrating it, listening.
fn first_starts(engine: Engine, rounds: usize, seed: u64) {
    let mut random = Random::new(seed);
    let begun = Instant::now();
    drop(Portal::on(engine).serve());
    let whole = begun.elapsed();
    for round in 0..rounds {
        let portal = Portal::on(engine);
        for _ in 0..=random.below(2) {
            let moment = Duration::from_micros(random.below(whole.as_micros() as u64));
            killed(
                &mut portal.command(&["serve", "--listen", "127.0.0.1:0"]),
                moment,
            );
        }
        let server = portal.serve();
        assert_eq!(server.publications(), 0, "{engine:?}, round {round}");
        drop(server);
        portal.run(&["check"]).ok();
        let file = portal.file("a.csv", files::verifications("AFTER", 5).csv(b','));
        assert_eq!(
            portal.import("verifications", &file, &[]).ok().counts(),
            [5, 0, 0, 0],
            "{engine:?}, round {round}"
        );
    }
}

#[test]
fn a_first_start_killed_at_any_moment_starts_the_next_time_on_sqlite() {
    first_starts(Engine::Sqlite, 30, 3);
}

#[test]
fn a_first_start_killed_at_any_moment_starts_the_next_time_on_postgresql() {
    first_starts(Engine::Postgres, rounds(5, 30), 4);
}

#[test]
fn a_killed_demo_leaves_an_empty_register() {
    let portal = Portal::new();
    let begun = Instant::now();
    Portal::new().demo(2_000);
    let whole = begun.elapsed();
    let mut random = Random::new(5);
    for _ in 0..5 {
        let moment = Duration::from_micros(random.below(whole.as_micros() as u64 * 3 / 4));
        if killed(
            &mut portal.command(&["demo", "--instruments", "2000"]),
            moment,
        ) {
            break;
        }
        let server = portal.serve();
        let publications = server.publications();
        assert!(
            publications == 0 || publications >= 2_000,
            "all or nothing: {publications}"
        );
    }
    portal.demo(2_000);
    portal.run(&["check"]).ok();
}

#[test]
fn a_killed_server_starts_again_by_itself_with_everything() {
    let portal = Portal::new();
    let file = portal.file("a.csv", files::verifications("KEEP", 50).csv(b','));
    let mut server = portal.serve();
    portal.import("verifications", &file, &[]).ok();
    for _ in 0..5 {
        server.kill();
        server = portal.serve();
        assert_eq!(server.all("limit=100").len(), 50);
    }
}
