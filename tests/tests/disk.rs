//! A full disk: refused with a reason, reading goes on, nothing is lost, and with room it works again.

use std::{path::PathBuf, process::Command};

use chengxing_tests::{Output, Portal, files, program};

/// A file system of 64 MiB. Mounting takes root; without it, see the test with a limit on files.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount(at: PathBuf) -> Option<Self> {
        std::fs::create_dir_all(&at).expect("a folder");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=64m", "tmpfs"])
            .arg(&at)
            .output();
        mounted
            .is_ok_and(|o| o.status.success())
            .then_some(Self(at))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).output();
    }
}

/// The refusal says what is missing, not only that something failed.
#[track_caller]
fn names_the_disk(output: &Output) {
    let said = format!("{}{}", output.stdout, output.stderr).to_lowercase();
    assert!(
        ["full", "no space", "no room", "空间", "满"]
            .iter()
            .any(|w| said.contains(w)),
        "{said}"
    );
}

#[test]
fn an_import_into_a_full_disk_is_refused_and_works_when_there_is_room() {
    let outside = Portal::new();
    let Some(disk) = SmallDisk::mount(outside.path("disk")) else {
        println!("mounting takes root; the test with a limit on files stands in");
        return;
    };
    let portal = Portal::new().with_data(disk.0.join("data"));
    let small = portal.file("small.csv", files::verifications("SMALL", 500).csv(b','));
    let large = portal.file("large.csv", files::verifications("LARGE", 10_000).csv(b','));
    portal.import("verifications", &small, &[]).ok();
    let server = portal.serve();
    let before = server.json("/api/v1/about");
    let code = server.json("/api/v1/instruments?limit=1")["items"][0]["code"]
        .as_str()
        .unwrap()
        .to_owned();

    let ballast = disk.0.join("ballast");
    let free = 61 * 1024 * 1024 - used(&disk.0);
    std::fs::write(&ballast, vec![0x5A; free]).expect("it fits");
    for _ in 0..3 {
        let refused = portal.import("verifications", &large, &[]).refused();
        names_the_disk(&refused);
        server.get(&format!("/i/{code}?on=2026-04-01")).expect(200);
        server.get("/search?q=SMALL000001").expect(200);
        server.get("/health/ready").expect(200);
        assert_eq!(
            server.json("/api/v1/about"),
            before,
            "nothing of the file is there"
        );
    }
    // A server that starts on a full disk still shows what there is.
    let second = portal.serve();
    second.get(&format!("/i/{code}")).expect(200);
    drop(second);

    std::fs::remove_file(ballast).expect("there is room again");
    assert_eq!(
        portal.import("verifications", &large, &[]).ok().counts(),
        [10_000, 0, 0, 0]
    );
    assert_eq!(
        portal.import("verifications", &small, &[]).ok().counts(),
        [0, 0, 500, 0],
        "nothing was lost"
    );
    portal.run(&["check"]).ok();
    server.wait_until("the import is seen", |s| s.json("/api/v1/about") != before);
    drop(server);
}

fn used(folder: &std::path::Path) -> usize {
    std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|e| match e.metadata() {
            Ok(m) if m.is_dir() => used(&e.path()),
            Ok(m) => m.len() as usize,
            Err(_) => 0,
        })
        .sum()
}

#[test]
fn an_import_whose_writes_fail_half_way_leaves_nothing() {
    let portal = Portal::new();
    let small = portal.file("small.csv", files::verifications("SMALL", 200).csv(b','));
    let large = portal.file("large.csv", files::verifications("LARGE", 10_000).csv(b','));
    portal.import("verifications", &small, &[]).ok();
    // No file may grow beyond 2 MiB; the signal that would end the process is ignored, so writes fail.
    let inner = portal.command(&["import", "verifications"]);
    let mut limited = program::clean("sh");
    limited
        .args(["-c", "trap '' XFSZ; ulimit -f 4096; exec \"$@\"", "sh"])
        .arg(inner.get_program())
        .args(inner.get_args())
        .arg(&large);
    let refused = Output::run(&mut limited);
    refused.refused();
    portal.run(&["check"]).ok();
    let server = portal.serve();
    assert_eq!(server.all("limit=100").len(), 200);
    drop(server);
    assert_eq!(
        portal.import("verifications", &large, &[]).ok().counts(),
        [10_000, 0, 0, 0]
    );
}

#[test]
fn an_export_or_label_that_cannot_be_written_is_refused() {
    let portal = Portal::new();
    portal.demo(60);
    for target in ["/proc/none/x.pdf", "/dev/full/x.pdf"] {
        portal.run(&["labels", target]).refused();
        portal.run(&["export", target]).refused();
        portal.run(&["backup", target]).refused();
    }
}
