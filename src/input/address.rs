//! The shape of addresses: e-mail and web.

/// Whether `text` has the shape of an e-mail address (RFC 5321 and, for letters beyond ASCII, RFC
/// 6531). Pragmatic: quoted local parts and address literals are legal and nobody has one.
pub(crate) fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let atom = |c: char| c.is_alphanumeric() || is_mark(c) || "!#$%&'*+/=?^_`{|}~-".contains(c);
    // RFC 5321, 4.5.3.1.1: 64 octets.
    local.len() <= 64
        && local.split('.').all(|part| !part.is_empty() && part.chars().all(atom))
        && is_domain(domain)
}

/// The addr-spec of a mailbox: of `Erika Mustermann <erika@example.org>` what stands between the
/// angle brackets.
pub(crate) fn mailbox_address(text: &str) -> Option<&str> {
    match text.strip_suffix('>') {
        Some(rest) => rest.rsplit_once('<').map(|(_, address)| address.trim()),
        None => Some(text),
    }
}

/// Whether `text` is a host name with at least two labels.
fn is_domain(text: &str) -> bool {
    let label = |label: &str| {
        let inner = |c: char| c.is_alphanumeric() || is_mark(c) || c == '-';
        !label.is_empty()
            && label.len() <= 63
            && label.chars().all(inner)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let last = text.rsplit('.').next().unwrap_or_default();
    text.len() <= 253
        && text.contains('.')
        && text.split('.').all(label)
        && last.chars().any(|c| !c.is_ascii_digit())
}

/// Marks follow letters in scripts that need them (Devanagari, Thai).
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// An address of the web, in its parts.
struct Url<'t> {
    scheme: &'t str,
    host: &'t str,
    /// From the first `/`, `?` or `#`; may be empty.
    rest: &'t str,
}

/// Reads `scheme://host[:port][/…]`; no user, no blanks, nothing that RFC 3986 excludes.
fn url(text: &str) -> Option<Url<'_>> {
    let (scheme, rest) = text.split_once("://")?;
    if rest.chars().any(|c| c.is_whitespace() || "<>\"\\^`{|}".contains(c)) {
        return None;
    }
    let (authority, rest) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let host = match authority.split_once(':') {
        Some((host, port)) if port.parse::<u16>().is_ok_and(|p| p > 0) => host,
        Some(_) => return None,
        None => authority,
    };
    is_domain(host).then_some(Url { scheme, host, rest })
}

/// Whether `text` is an address of the web.
pub(crate) fn is_link(text: &str) -> bool {
    url(text).is_some_and(|u| matches!(u.scheme.to_ascii_lowercase().as_str(), "http" | "https"))
}

/// Whether `text` leads to a page on a site, which its first page is not.
pub(crate) fn is_page_on(site: &str, text: &str) -> bool {
    let path = |rest: &str| rest.split(['/', '?', '#']).any(|part| !part.is_empty());
    url(text).is_some_and(|url| is_on(site, url.host) && path(url.rest))
}

/// What an address of a profile is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Right.
    Person,
    /// The page of a company, a school or a group.
    Organisation,
    /// Not right; where it can be guessed, how it should be.
    Wrong(Option<String>),
}

/// Judges the address of a profile on a site: `linkedin.com`.
pub(crate) fn profile(text: &str, site: &str) -> Profile {
    if let Some(found) = url(text) {
        if !is_on(site, found.host) {
            return Profile::Wrong(None);
        }
        if found.scheme != "https" || found.host.chars().any(|c| c.is_ascii_uppercase()) {
            let right = format!("https://{}{}", found.host.to_ascii_lowercase(), found.rest);
            return Profile::Wrong(Some(right).filter(|right| is_profile(right, site)));
        }
        let mut path = found.rest.split(['/', '?', '#']).filter(|part| !part.is_empty());
        return match (path.next(), path.next()) {
            (Some("company" | "school" | "showcase" | "groups"), _) => Profile::Organisation,
            // `me` is whoever looks.
            (Some("in" | "pub" | "profile"), Some(who)) if who != "me" => Profile::Person,
            _ => Profile::Wrong(None),
        };
    }
    let guess = if text.split('/').next().is_some_and(|host| is_on(site, host)) {
        format!("https://{text}")
    } else {
        let slug = text.trim_start_matches('/').trim_start_matches("in/").trim_start_matches('@');
        let of_slug = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '%');
        if slug.is_empty() || !slug.chars().all(of_slug) {
            return Profile::Wrong(None);
        }
        format!("https://www.{site}/in/{slug}")
    };
    Profile::Wrong(Some(guess).filter(|guess| is_profile(guess, site)))
}

fn is_profile(text: &str, site: &str) -> bool {
    profile(text, site) == Profile::Person
}

/// Whether a host is the site or below it.
fn is_on(site: &str, host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    host.strip_suffix(site).is_some_and(|below| below.is_empty() || below.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn email_addresses_are_told_from_other_texts() {
        for good in [
            "erika@example.org",
            "e.m+x@mail.example.org",
            "jürgen@müller.example",
            "用户@例子.广告",
        ] {
            assert!(is_email(good), "{good}");
        }
        for bad in [
            "",
            "@",
            "erika",
            "erika@",
            "@example.org",
            "erika@example",
            "a b@example.org",
            "erika@exam ple.org",
            ".a@example.org",
            "a..b@example.org",
            "a@-x.org",
            "a@x.-org",
            "a@b@example.org",
            "a@example.org.",
            "a@1.2.3.4",
            "<erika@example.org>",
            "a,b@x.org",
        ] {
            assert!(!is_email(bad), "{bad}");
        }
    }

    #[test]
    fn a_mailbox_gives_its_address() {
        assert_eq!(
            mailbox_address("Erika Mustermann <erika@example.org>"),
            Some("erika@example.org")
        );
        assert_eq!(mailbox_address("erika@example.org"), Some("erika@example.org"));
        assert_eq!(mailbox_address("erika>"), None);
    }

    #[test]
    fn profiles_are_on_linkedin_and_of_persons() {
        for good in [
            "https://www.linkedin.com/in/erika-mustermann",
            "https://de.linkedin.com/in/erika/",
            "https://linkedin.com/in/j%C3%BCrgen?locale=de",
        ] {
            assert_eq!(profile(good, "linkedin.com"), Profile::Person, "{good}");
        }
        let guess = |text| match profile(text, "linkedin.com") {
            Profile::Wrong(guess) => guess.unwrap_or_default(),
            other => format!("{other:?}"),
        };
        assert_eq!(guess("www.linkedin.com/in/erika"), "https://www.linkedin.com/in/erika");
        assert_eq!(guess("http://linkedin.com/in/erika"), "https://linkedin.com/in/erika");
        assert_eq!(guess("in/erika"), "https://www.linkedin.com/in/erika");
        assert_eq!(guess("erika-mustermann"), "https://www.linkedin.com/in/erika-mustermann");
        for bad in [
            "",
            "https://",
            "https://linkedin.com",
            "https://evil-linkedin.com/in/erika",
            "https://linkedin.com.evil.example/in/erika",
            "https://x@linkedin.com/in/erika",
            "https://www.xing.com/profile/Erika",
            "Erika Mustermann",
            "https://linkedin.com/in/a b",
            "https://www.linkedin.com/in/",
            "https://www.linkedin.com/in/me/",
            "https://www.linkedin.com/feed/",
            "http://linkedin.com/jobs/",
            "linkedin.com/feed/",
        ] {
            assert_eq!(guess(bad), "", "{bad}");
        }
        assert_eq!(
            profile("https://www.linkedin.com/company/acme", "linkedin.com"),
            Profile::Organisation
        );
    }

    #[test]
    fn pages_on_linkedin_are_told_from_its_front_and_from_others() {
        for good in ["https://www.linkedin.com/posts/x-1", "http://de.linkedin.com/?trk=x"] {
            assert!(is_page_on("linkedin.com", good), "{good}");
        }
        for bad in ["https://www.linkedin.com/", "https://linkedin.com", "https://example.org/in/x"]
        {
            assert!(!is_page_on("linkedin.com", bad), "{bad}");
        }
    }

    #[test]
    fn links_are_addresses_of_the_web() {
        for good in
            ["https://example.org", "http://example.org:8080/a?b#c", "https://müller.example/ä"]
        {
            assert!(is_link(good), "{good}");
        }
        for bad in [
            "example.org",
            "ftp://example.org",
            "https://localhost",
            "https://a b.org",
            "javascript:alert(1)",
            "https://example.org:99999/",
        ] {
            assert!(!is_link(bad), "{bad}");
        }
    }
}
