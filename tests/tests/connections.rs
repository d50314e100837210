//! Slow clients and farewells: honest visitors are served, whoever else is connected.

use std::{
    io::{self, Read, Write},
    net::TcpStream,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use chengxing_tests::{Portal, Request, http::Connection, is_long, program};

/// A client that keeps a connection without using it.
struct Slow {
    stream: TcpStream,
    /// What it sends, a byte at a time; then nothing.
    drip: Vec<u8>,
    sent: usize,
    closed: bool,
}

impl Slow {
    fn new(to: std::net::SocketAddr, first: &[u8], drip: &[u8]) -> Self {
        let mut stream = TcpStream::connect(to).expect("the server accepts");
        stream.set_nonblocking(true).expect("a socket");
        // A client that reads nothing cannot send all it wants either.
        let _ = stream.write(first);
        Self {
            stream,
            drip: drip.to_vec(),
            sent: 0,
            closed: false,
        }
    }

    /// Sends its next byte, and looks whether the server has hung up.
    fn step(&mut self) {
        if let Some(byte) = self.drip.get(self.sent) {
            match self.stream.write(&[*byte]) {
                Ok(_) => self.sent += 1,
                Err(e) if e.kind() == io::ErrorKind::WouldBlock => {}
                Err(_) => self.closed = true,
            }
        }
        let mut answer = [0; 4_096];
        loop {
            match self.stream.read(&mut answer) {
                Ok(0) => self.closed = true,
                Ok(_) => continue,
                Err(e) if e.kind() == io::ErrorKind::WouldBlock => {}
                Err(_) => self.closed = true,
            }
            return;
        }
    }
}

/// Reads nothing for a while, then finds out whether the server has hung up meanwhile: everything that
/// still comes was on its way already.
fn hung_up_on_a_client_that_read_nothing(mut stream: TcpStream) -> bool {
    stream.set_nonblocking(false).expect("a socket");
    stream
        .set_read_timeout(Some(Duration::from_secs(5)))
        .expect("a socket");
    let mut sink = vec![0; 1 << 20];
    loop {
        match stream.read(&mut sink) {
            Ok(0) => return true,
            Ok(_) => {}
            Err(e) => {
                return !matches!(
                    e.kind(),
                    io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut
                );
            }
        }
    }
}

#[test]
fn slow_clients_are_let_go_and_honest_ones_served() {
    const PATIENCE: Duration = Duration::from_secs(25);
    let portal = Portal::new();
    portal.demo(300);
    let server = portal.serve();
    let to = server.address();
    let mut slow: Vec<Slow> = Vec::new();
    for _ in 0..64 {
        slow.push(Slow::new(
            to,
            b"GET / HTTP/1.1\r\nhost: a\r\nx: ",
            &[b'y'; 120],
        ));
        slow.push(Slow::new(
            to,
            b"POST /report HTTP/1.1\r\nhost: a\r\ncontent-length: 10000\r\n\r\n",
            &[b'y'; 120],
        ));
    }
    for _ in 0..32 {
        slow.push(Slow::new(to, b"", b""));
        slow.push(Slow::new(to, b"", &b"GET / HTTP/1.1\r\n".repeat(10)));
    }
    // Pages asked for again and again and never read: far more than the buffers between us hold.
    let greedy: Vec<TcpStream> = (0..8)
        .map(|_| {
            Slow::new(
                to,
                "GET /api/v1/instruments?limit=100 HTTP/1.1\r\nhost: a\r\n\r\n"
                    .repeat(900)
                    .as_bytes(),
                b"",
            )
            .stream
        })
        .collect();
    let begun = Instant::now();
    let mut served = 0;
    while begun.elapsed() < PATIENCE && slow.iter().any(|s| !s.closed) {
        for client in slow.iter_mut().filter(|s| !s.closed) {
            client.step();
        }
        for target in ["/", "/health/live", "/api/v1/instruments?limit=5"] {
            Request::new("GET", target).send(to).expect(200);
            served += 1;
        }
        thread::sleep(Duration::from_millis(400));
    }
    println!(
        "all let go after {:?}; {served} honest requests served meanwhile",
        begun.elapsed()
    );
    let open = slow.iter().filter(|s| !s.closed).count();
    assert_eq!(
        open,
        0,
        "of {} slow clients so many are still connected after {PATIENCE:?}",
        slow.len()
    );
    while begun.elapsed() < Duration::from_secs(16) {
        thread::sleep(Duration::from_millis(100));
    }
    for stream in greedy {
        assert!(
            hung_up_on_a_client_that_read_nothing(stream),
            "a client that reads nothing is still connected"
        );
    }
    server.get("/").expect(200);
}

#[test]
fn slowhttptest_finds_nothing_to_hold() {
    if !is_long("slowhttptest_finds_nothing_to_hold") {
        return;
    }
    let tool = program::find("slowhttptest")
        .expect("slowhttptest is not installed: run `cargo xtask test`");
    let portal = Portal::new();
    portal.demo(300);
    let server = portal.serve();
    let url = format!("http://{}/", server.address());
    for mode in ["-H", "-B", "-X", "-R"] {
        let mut attack = Command::new(&tool)
            .args([
                mode, "-c", "500", "-r", "200", "-l", "40", "-i", "5", "-p", "3", "-u", &url,
            ])
            .stdout(std::process::Stdio::null())
            .spawn()
            .expect("it starts");
        while attack.try_wait().expect("the child is ours").is_none() {
            server.get("/").expect(200);
            thread::sleep(Duration::from_millis(200));
        }
        server.get("/").expect(200);
    }
}

/// A client that asks again and again, over one connection or a new one each time.
struct Busy {
    answered: Arc<AtomicUsize>,
    failed: Arc<AtomicUsize>,
    stop: Arc<AtomicBool>,
}

impl Busy {
    fn run(&self, to: std::net::SocketAddr, target: &str) {
        let request = Request::new("GET", target);
        while let Ok(mut connection) = Connection::to(to) {
            loop {
                let asked = connection.ask(&request);
                // What the system had taken before the signal is in flight; later ones may find the door
                // closed.
                let in_flight = asked.is_ok() && !self.stop.load(Ordering::SeqCst);
                match asked.and_then(|()| connection.answer(&request)) {
                    Ok(answer) if answer.status == 200 => {
                        self.answered.fetch_add(1, Ordering::Relaxed);
                        if answer.header("connection") == Some("close") {
                            break;
                        }
                    }
                    Ok(answer) => {
                        println!("{target}: {}", answer.status);
                        self.failed.fetch_add(1, Ordering::Relaxed);
                        return;
                    }
                    Err(e) => {
                        if in_flight {
                            println!("{target}: {e}");
                            self.failed.fetch_add(1, Ordering::Relaxed);
                        }
                        return;
                    }
                }
            }
            if self.stop.load(Ordering::SeqCst) {
                return;
            }
        }
    }
}

#[test]
fn a_farewell_fails_no_request_in_flight() {
    for round in 0..3 {
        let portal = Portal::new();
        portal.demo(300);
        let server = portal.serve_with(&["--page-cache", "0"]);
        let to = server.address();
        let (answered, failed, stop) = (
            Arc::default(),
            Arc::default(),
            Arc::new(AtomicBool::new(false)),
        );
        let clients: Vec<_> = (0..64)
            .map(|i| {
                let busy = Busy {
                    answered: Arc::clone(&answered),
                    failed: Arc::clone(&failed),
                    stop: Arc::clone(&stop),
                };
                let target = [
                    "/",
                    "/search?q=%E7%A7%A4",
                    "/api/v1/instruments?limit=100",
                    "/notices",
                ][i % 4];
                thread::spawn(move || busy.run(to, target))
            })
            .collect();
        let half: &[u8] = b"GET / HTTP/1.1\r\nhost: a\r\n";
        let slow: Vec<TcpStream> = (0..10)
            .map(|_| {
                let mut stream = TcpStream::connect(to).expect("the server accepts");
                stream.write_all(half).expect("the server reads");
                stream
            })
            .collect();
        server.wait_until("everybody is busy", |_| {
            answered.load(Ordering::Relaxed) > 640
        });
        stop.store(true, Ordering::SeqCst);
        server.terminate();
        let status = server
            .wait(Duration::from_secs(15))
            .expect("it ends within its time");
        assert!(
            status.success(),
            "round {round}: {status}\n{}",
            server.log()
        );
        for client in clients {
            client.join().expect("a client");
        }
        drop(slow);
        println!(
            "round {round}: {} answered",
            answered.load(Ordering::Relaxed)
        );
        assert_eq!(failed.load(Ordering::Relaxed), 0, "round {round}");
        assert!(TcpStream::connect(to).is_err(), "nobody listens any more");
    }
}

#[test]
fn two_hundred_people_behind_one_address_are_all_served() {
    let portal = Portal::new();
    portal.demo(300);
    let server = portal.serve();
    let to = server.address();
    let codes: Vec<String> = server.json("/api/v1/instruments?limit=100")["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|i| i["code"].as_str().unwrap().to_owned())
        .collect();
    let people: Vec<_> = (0..200)
        .map(|i| {
            let target = format!("/i/{}", codes[i % codes.len()]);
            thread::spawn(move || {
                for _ in 0..10 {
                    Request::new("GET", &target).send(to).expect(200);
                }
            })
        })
        .collect();
    for person in people {
        person.join().expect("everybody is served");
    }
}
