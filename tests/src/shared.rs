//! One demo region with one server, for all tests of a file that only read.

use std::{
    process::{Child, Command, Stdio},
    sync::LazyLock,
};

use crate::portal::{Portal, Server};

/// How many instruments the shared region has.
pub const INSTRUMENTS: usize = 2_000;

struct Region {
    _portal: Portal,
    server: Server,
    /// Statics are never dropped, so somebody must clean up after the test process.
    _caretaker: Child,
}

static REGION: LazyLock<Region> = LazyLock::new(|| {
    let portal = Portal::new();
    portal.demo(INSTRUMENTS);
    let server = portal.serve();
    // It waits until its input is closed, which the end of this process does however it ends.
    let caretaker = Command::new("sh")
        .args(["-c", "read _; kill -KILL \"$1\"; rm -rf -- \"$2\"", "sh"])
        .arg(server.pid().to_string())
        .arg(portal.path(""))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("sh");
    Region {
        _portal: portal,
        server,
        _caretaker: caretaker,
    }
});

/// The server over the shared demo region.
pub fn demo_region() -> &'static Server {
    &REGION.server
}
