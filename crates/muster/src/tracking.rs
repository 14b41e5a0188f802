//! What the public endpoint for web pages needs besides the contact base: whose pages may send, how often, and how many
//! activities may wait to be recorded.

use std::hash::Hash;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::num::NonZeroU32;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use axum::http::HeaderName;
use governor::clock::Clock as Ticking;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use muster_domain::Email;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::clock::Clock;

/// How many tracked activities may be on their way into the base.
const WAITING: usize = 1000;
/// From how many clients or addresses on the limits forget those that have come to rest.
const REMEMBERED: usize = 10_000;

/// Activities of one client, and of one address, in a minute; all of them may come at once.
const PER_MINUTE: NonZeroU32 = NonZeroU32::new(60).expect("60 is not zero");

/// The origin of a web page, as browsers send it: `https://example.com`, with a port only where it is not the usual one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin(String);

/// Why a text is no origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an origin is written as https://example.com, without a path; names beyond ASCII in their xn-- form")]
pub struct NoOrigin;

impl FromStr for Origin {
    type Err = NoOrigin;

    fn from_str(text: &str) -> Result<Self, NoOrigin> {
        let text = text.trim().to_ascii_lowercase();
        let (scheme, host) = text.split_once("://").ok_or(NoOrigin)?;
        let usual = match scheme {
            "https" => ":443",
            "http" => ":80",
            _ => return Err(NoOrigin),
        };
        let host = host.strip_suffix('/').unwrap_or(host);
        let host = host.strip_suffix(usual).unwrap_or(host);
        let known = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte);
        if host.is_empty() || !host.bytes().all(known) {
            return Err(NoOrigin);
        }
        Ok(Self(format!("{scheme}://{host}")))
    }
}

/// What the operator decides about tracking.
#[derive(Debug, Clone, Default)]
pub struct TrackingSettings {
    /// The sites whose pages may send; none: tracking is off.
    pub origins: Vec<Origin>,
    /// The header in which a reverse proxy writes the address of the client.
    pub client_header: Option<HeaderName>,
}

type Limit<K, C = Clock> = RateLimiter<K, HashMapStateStore<K>, C, NoOpMiddleware<Duration>>;

/// Who may send, how often, and how many at a time.
#[derive(Debug)]
pub struct Tracking {
    settings: TrackingSettings,
    clients: Limit<IpAddr>,
    addresses: Limit<Email>,
    waiting: Arc<Semaphore>,
}

impl Tracking {
    /// With empty limits.
    pub fn new(settings: TrackingSettings, clock: Clock) -> Self {
        let quota = Quota::per_minute(PER_MINUTE);
        Self {
            settings,
            clients: RateLimiter::hashmap_with_clock(quota, clock),
            addresses: RateLimiter::hashmap_with_clock(quota, clock),
            waiting: Arc::new(Semaphore::new(WAITING)),
        }
    }

    /// False when no site may send.
    pub fn is_on(&self) -> bool {
        !self.settings.origins.is_empty()
    }

    /// True for the origins of the sites that may send.
    pub fn allows(&self, origin: &str) -> bool {
        self.settings.origins.iter().any(|allowed| allowed.0 == origin)
    }

    /// The header in which a reverse proxy writes the address of the client.
    pub fn client_header(&self) -> Option<&HeaderName> {
        self.settings.client_header.as_ref()
    }

    /// Counts an activity of this client; the time to wait if there were too many.
    pub fn count_client(&self, client: IpAddr) -> Result<(), Duration> {
        count(&self.clients, &network(client))
    }

    /// Counts an activity of this address; the time to wait if there were too many.
    pub fn count_address(&self, address: &Email) -> Result<(), Duration> {
        count(&self.addresses, address)
    }

    /// A place among the activities on their way into the base, if one is free.
    pub fn enter(&self) -> Option<OwnedSemaphorePermit> {
        self.waiting.clone().try_acquire_owned().ok()
    }

    /// Waits until nothing is on its way into the base.
    #[cfg(test)]
    pub async fn settled(&self) {
        drop(self.waiting.acquire_many(WAITING as u32).await);
    }
}

fn count<K, C>(limit: &Limit<K, C>, key: &K) -> Result<(), Duration>
where
    K: Hash + Eq + Clone,
    C: Ticking<Instant = Duration>,
{
    if limit.len() >= REMEMBERED {
        limit.retain_recent();
    }
    limit.check_key(key).map_err(|until| until.wait_time_from(limit.clock().now()))
}

/// What one client has for itself: an address, and of IPv6 the 64 bits that one line is given.
fn network(client: IpAddr) -> IpAddr {
    match client.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        address @ IpAddr::V4(_) => address,
    }
}

/// The client of a request that did not come over a socket.
pub const UNKNOWN_CLIENT: IpAddr = IpAddr::V4(Ipv4Addr::UNSPECIFIED);

/// The limits run on the program's clock. Set back, it lets those wait who sent just before, and nobody else.
impl Ticking for Clock {
    type Instant = Duration;

    fn now(&self) -> Duration {
        Duration::from_millis(Clock::now(*self) as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Clock = Clock::Fixed(1_795_348_800_000);

    #[test]
    fn origins_are_read_as_browsers_send_them() {
        for (text, origin) in [
            ("https://Example.com", "https://example.com"),
            ("https://example.com/", "https://example.com"),
            ("https://example.com:443", "https://example.com"),
            ("http://example.com:80/", "http://example.com"),
            ("https://example.com:8443", "https://example.com:8443"),
            ("http://[::1]:3000", "http://[::1]:3000"),
        ] {
            assert_eq!(text.parse(), Ok(Origin(origin.to_owned())));
        }
        for text in [
            "",
            "*",
            "null",
            "example.com",
            "https://",
            "https://x.de/path",
            "https://a@x.de",
            "ftp://x.de",
            "https://bücher.de",
            "https://*.x.de",
            "https://x.de\r\nX: y",
        ] {
            assert_eq!(text.parse::<Origin>(), Err(NoOrigin), "{text}");
        }
    }

    #[test]
    fn only_the_origins_of_the_list_are_allowed() {
        let origins = vec!["https://x.de".parse().unwrap()];
        let tracking = Tracking::new(TrackingSettings { origins, client_header: None }, NOON);
        assert!(tracking.is_on() && tracking.allows("https://x.de"));
        for origin in [
            "",
            "null",
            "http://x.de",
            "https://x.de:444",
            "https://x.de.evil.test",
            "https://evil.test#x.de",
        ] {
            assert!(!tracking.allows(origin), "{origin}");
        }
        assert!(!Tracking::new(TrackingSettings::default(), NOON).is_on());
    }

    #[test]
    fn a_client_has_sixty_a_minute_and_its_neighbour_its_own() {
        let tracking = Tracking::new(TrackingSettings::default(), NOON);
        let client = |text: &str| text.parse::<IpAddr>().unwrap();
        for _ in 0..60 {
            assert_eq!(tracking.count_client(client("192.0.2.1")), Ok(()));
            assert_eq!(tracking.count_client(client("2001:db8:1:2::1")), Ok(()));
        }
        assert_eq!(tracking.count_client(client("192.0.2.1")), Err(Duration::from_secs(1)));
        assert!(tracking.count_client(client("::ffff:192.0.2.1")).is_err(), "the same, written as IPv6");
        assert!(tracking.count_client(client("2001:db8:1:2:ffff::9")).is_err(), "the same line");
        assert_eq!(tracking.count_client(client("192.0.2.2")), Ok(()));
        assert_eq!(tracking.count_client(client("2001:db8:1:3::1")), Ok(()));
    }

    #[test]
    fn limits_fill_up_again_and_forget_those_that_came_to_rest() {
        /// Stands until it is set.
        #[derive(Debug, Clone, Default)]
        struct Watch(Arc<std::sync::atomic::AtomicU64>);
        impl Ticking for Watch {
            type Instant = Duration;
            fn now(&self) -> Duration {
                Duration::from_secs(self.0.load(std::sync::atomic::Ordering::SeqCst))
            }
        }
        let watch = Watch::default();
        let limit = RateLimiter::hashmap_with_clock(Quota::per_minute(PER_MINUTE), watch.clone());
        for number in 1..REMEMBERED {
            count(&limit, &number).unwrap();
        }
        for _ in 0..60 {
            count(&limit, &0).unwrap();
        }
        assert_eq!(count(&limit, &0), Err(Duration::from_secs(1)));
        watch.0.store(2, std::sync::atomic::Ordering::SeqCst);
        assert_eq!([count(&limit, &0), count(&limit, &0)], [Ok(()), Ok(())]);
        assert_eq!(limit.len(), 1, "who sends much is remembered, nobody else");
        assert!(count(&limit, &0).is_err());
    }

    #[test]
    fn places_are_limited_and_come_back() {
        let tracking = Tracking::new(TrackingSettings::default(), NOON);
        let mut places: Vec<_> = (0..WAITING).map(|_| tracking.enter().unwrap()).collect();
        assert!(tracking.enter().is_none());
        places.pop();
        assert!(tracking.enter().is_some());
    }
}
