use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc;
use std::time::Duration;

use super::*;

/// A worker over a list of numbers whose flush is `flush`.
async fn over(
    list: Vec<u32>,
    mut flush: impl FnMut(&Vec<u32>) -> io::Result<()> + Send + 'static,
) -> Arc<Worker<Vec<u32>>> {
    Arc::new(
        Worker::thread("test", move || Ok::<_, io::Error>((list, move |l: &Vec<u32>| flush(l))))
            .await
            .unwrap(),
    )
}

async fn push(worker: &Worker<Vec<u32>>, n: u32) -> Result<usize, Stopped> {
    worker
        .run(
            |_| true,
            move |list| {
                list.push(n);
                list.len()
            },
        )
        .await
}

async fn len(worker: &Worker<Vec<u32>>) -> Result<usize, Stopped> {
    worker.run(|_| false, |list| list.len()).await
}

#[tokio::test]
async fn a_write_is_answered_only_after_its_flush_and_so_is_a_read_that_saw_it() {
    let (release, held) = mpsc::channel::<()>();
    let worker = over(vec![], move |_| held.recv().map_err(io::Error::other)).await;

    let mut write = Box::pin(push(&worker, 1));
    assert!(tokio::time::timeout(Duration::from_millis(50), &mut write).await.is_err());
    let mut read = Box::pin(len(&worker));
    assert!(tokio::time::timeout(Duration::from_millis(50), &mut read).await.is_err());

    release.send(()).unwrap();
    assert_eq!(write.await, Ok(1));
    assert_eq!(read.await, Ok(1));
}

#[tokio::test]
async fn reads_alone_never_flush() {
    let worker = over(vec![1, 2], |_| Err(io::Error::other("flushed"))).await;
    assert_eq!(len(&worker).await, Ok(2));
    assert_eq!(len(&worker).await, Ok(2));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_writes_share_flushes() {
    let flushes = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&flushes);
    let worker = over(vec![], move |_| {
        counted.fetch_add(1, Ordering::Relaxed);
        std::thread::sleep(Duration::from_millis(20));
        Ok(())
    })
    .await;

    let writes = (0..100).map(|n| {
        let worker = Arc::clone(&worker);
        tokio::spawn(async move { push(&worker, n).await.unwrap() })
    });
    futures::future::join_all(writes.collect::<Vec<_>>()).await;

    assert_eq!(len(&worker).await, Ok(100));
    assert!(
        flushes.load(Ordering::Relaxed) <= 20,
        "{} flushes of 100 writes",
        flushes.load(Ordering::Relaxed)
    );
}

#[tokio::test]
async fn a_failed_flush_fails_the_write_and_every_later_call_without_running_it() {
    let broken = Arc::new(AtomicBool::new(false));
    let disk = Arc::clone(&broken);
    let worker =
        over(
            vec![],
            move |_| {
                if disk.load(Ordering::Relaxed) { Err(io::Error::other("no space")) } else { Ok(()) }
            },
        )
        .await;

    assert_eq!(push(&worker, 1).await, Ok(1));
    broken.store(true, Ordering::Relaxed);
    assert_eq!(push(&worker, 2).await, Err(Stopped::DiskFailed));
    broken.store(false, Ordering::Relaxed);
    assert_eq!(push(&worker, 3).await, Err(Stopped::DiskFailed));
    assert_eq!(len(&worker).await, Err(Stopped::DiskFailed));
}

#[tokio::test]
async fn a_panic_ends_its_call_only() {
    for worker in [over(vec![7], |_| Ok(())).await, Arc::new(Worker::inline(vec![7]))] {
        let broken: Result<(), _> = worker.run(|()| true, |_| panic!("as a test must")).await;
        assert_eq!(broken, Err(Stopped::Panicked));
        assert_eq!(len(&worker).await, Ok(1));
    }
}

#[tokio::test]
async fn closing_drops_the_database_before_it_returns() {
    struct Held(Arc<AtomicBool>);
    impl Drop for Held {
        fn drop(&mut self) {
            std::thread::sleep(Duration::from_millis(30));
            self.0.store(true, Ordering::Relaxed);
        }
    }
    for inline in [true, false] {
        let dropped = Arc::new(AtomicBool::new(false));
        let held = Held(Arc::clone(&dropped));
        let worker = if inline {
            Worker::inline(held)
        } else {
            Worker::thread("test", || Ok::<_, io::Error>((held, |_: &Held| Ok(())))).await.unwrap()
        };
        worker.close().await;
        assert!(dropped.load(Ordering::Relaxed));
        assert_eq!(worker.run(|()| true, |_| ()).await, Err(Stopped::Closed));
        worker.close().await;
    }
}

#[tokio::test]
async fn opening_hands_back_its_error() {
    let open = || Err::<(u32, fn(&u32) -> io::Result<()>), _>(io::Error::other("no such disk"));
    assert_eq!(Worker::thread("test", open).await.unwrap_err().to_string(), "no such disk");
}

#[tokio::test(start_paused = true)]
async fn in_memory_a_call_takes_no_simulated_time() {
    let worker = Worker::inline(vec![]);
    let start = tokio::time::Instant::now();
    assert_eq!(push(&worker, 1).await, Ok(1));
    assert_eq!(start.elapsed(), Duration::ZERO);
}
