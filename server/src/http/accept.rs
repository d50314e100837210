//! The accept loop: our own, because `axum::serve` has no timer and never drops a slow client.
//!
//! Three clocks run on every connection. Headers must be complete [`HEADERS`] after the last answer.
//! A request must be answered within the time that `guard` gives. And what we send must be taken at
//! [`LEAST_RATE`] bytes a second after a grace of [`GRACE`]: a reader that takes a byte now and then
//! is let go.

use std::{
    convert::Infallible,
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::{Router, response::Response};
use http::{HeaderValue, Request, header};
use hyper::{body::Incoming, service::Service};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use pin_project_lite::pin_project;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    time::{Instant, Sleep, sleep},
};

/// How long a client may take over its headers, and how long an idle connection is kept.
const HEADERS: Duration = Duration::from_secs(10);
/// How long we wait for a client that takes nothing.
const GRACE: Duration = Duration::from_secs(10);
/// The least that a client must take, bytes a second, once the grace is over.
const LEAST_RATE: u64 = 1_024;
/// How long open requests may take after the signal to stop.
const FAREWELL: Duration = Duration::from_secs(8);
/// How long clients are told to go before idle connections are closed.
const PARTING: Duration = Duration::from_secs(1);
/// Connections beyond this wait in the kernel's queue.
pub const MOST_CONNECTIONS: usize = 4_096;

/// Serves `router` until `stop` completes, then lets open requests end.
///
/// The farewell has two parts. For [`PARTING`] we go on accepting and answering, and tell every client with
/// its answer that the connection closes: closing at once connections that look idle would lose requests
/// whose bytes are on their way. Then idle connections are closed, and what still runs has [`FAREWELL`].
pub async fn serve(
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    let room = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let graceful = GracefulShutdown::new();
    let parting = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&parting);
    let stop = async move {
        stop.await;
        flag.store(true, Ordering::Relaxed);
        sleep(PARTING).await;
    };
    let mut stop = std::pin::pin!(stop);
    loop {
        let accept = async {
            // Never closed, so there is always a place in the end.
            let place = Arc::clone(&room).acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, stream) = tokio::select! {
            (place, accepted) = accept => match accepted {
                Ok((stream, _)) => (place, stream),
                Err(error) => {
                    // Out of descriptors, or the client was gone before we came: neither ends the loop.
                    tracing::warn!(%error, "a connection could not be accepted");
                    sleep(Duration::from_millis(20)).await;
                    continue;
                }
            },
            () = &mut stop => break,
        };
        let _ = stream.set_nodelay(true);
        let mut http = hyper::server::conn::http1::Builder::new();
        http.timer(TokioTimer::new())
            .header_read_timeout(HEADERS)
            .max_buf_size(32 * 1024)
            .max_headers(64)
            .half_close(false);
        let service = Parting {
            router: TowerToHyperService::new(router.clone()),
            flag: Arc::clone(&parting),
        };
        let connection = http.serve_connection(TokioIo::new(Paced::new(stream)), service);
        let connection = graceful.watch(connection);
        metrics::gauge!("chengxing_connections").increment(1.0);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
            metrics::gauge!("chengxing_connections").decrement(1.0);
            drop(place);
        });
    }
    drop(listener);
    tokio::select! {
        () = graceful.shutdown() => {}
        () = sleep(FAREWELL) => tracing::warn!("connections were still open and are cut"),
    }
    Ok(())
}

/// The router; once the farewell has begun, every answer tells its client that the connection closes.
struct Parting {
    router: TowerToHyperService<Router>,
    flag: Arc<AtomicBool>,
}

impl Service<Request<Incoming>> for Parting {
    type Response = Response;
    type Error = Infallible;
    type Future = Parted;

    fn call(&self, request: Request<Incoming>) -> Parted {
        Parted {
            answer: self.router.call(request),
            flag: Arc::clone(&self.flag),
        }
    }
}

pin_project! {
    /// The answer of a [`Parting`].
    struct Parted {
        #[pin]
        answer: <TowerToHyperService<Router> as Service<Request<Incoming>>>::Future,
        flag: Arc<AtomicBool>,
    }
}

impl Future for Parted {
    type Output = Result<Response, Infallible>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let mut answer = ready!(this.answer.poll(cx));
        if let Ok(response) = &mut answer
            && this.flag.load(Ordering::Relaxed)
        {
            let close = HeaderValue::from_static("close");
            response.headers_mut().insert(header::CONNECTION, close);
        }
        Poll::Ready(answer)
    }
}

/// A stream that gives up on a client which does not take what it asked for.
struct Paced {
    stream: TcpStream,
    /// Since when we wait for the client to take bytes, and how many it has taken since.
    waiting: Option<(Instant, u64)>,
    alarm: Option<Pin<Box<Sleep>>>,
}

impl Paced {
    const fn new(stream: TcpStream) -> Self {
        Self {
            stream,
            waiting: None,
            alarm: None,
        }
    }

    /// After a write: keeps the account, and wakes the task when the client's time is up.
    fn account(
        &mut self,
        cx: &mut Context<'_>,
        written: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        match written {
            Poll::Ready(Ok(n)) => {
                if let Some((_, taken)) = &mut self.waiting {
                    *taken += n as u64;
                }
                Poll::Ready(Ok(n))
            }
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Pending => {
                let (since, taken) = *self.waiting.get_or_insert_with(|| (Instant::now(), 0));
                let deadline = since + GRACE + Duration::from_secs(taken / LEAST_RATE);
                let alarm = self.alarm.get_or_insert_with(|| Box::pin(sleep(GRACE)));
                alarm.as_mut().reset(deadline);
                match alarm.as_mut().poll(cx) {
                    Poll::Ready(()) => Poll::Ready(Err(io::Error::new(
                        io::ErrorKind::TimedOut,
                        "the client takes nothing",
                    ))),
                    Poll::Pending => Poll::Pending,
                }
            }
        }
    }
}

impl AsyncRead for Paced {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(cx, buf);
        if matches!(read, Poll::Ready(Ok(()))) && buf.filled().len() > before {
            // A new request: what was asked before has been taken.
            self.waiting = None;
            self.alarm = None;
        }
        read
    }
}

impl AsyncWrite for Paced {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, buf);
        self.account(cx, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, bufs);
        self.account(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
