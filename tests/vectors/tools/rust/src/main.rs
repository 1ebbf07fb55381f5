//! Answers questions about versions with the `semver` of cargo, or with the PEP 440 of uv.
//! The questions are described in ../../judges.py.
use std::cmp::Ordering;
use std::io::{self, BufRead, Write};
use std::str::FromStr;

fn text(hex: &str) -> String {
    let bytes = (0..hex.len() / 2).map(|i| u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).unwrap());
    String::from_utf8(bytes.collect()).unwrap()
}

fn sign(order: Ordering) -> &'static str {
    match order {
        Ordering::Less => "<",
        Ordering::Equal => "=",
        Ordering::Greater => ">",
    }
}

fn order<V: FromStr>(fields: &[&str], compare: impl Fn(&V, &V) -> Ordering) -> String {
    let one = V::from_str(&text(fields[1])).ok();
    let two = V::from_str(&text(fields[2])).ok();
    let order = match (&one, &two) {
        (Some(one), Some(two)) => sign(compare(one, two)),
        _ => "",
    };
    format!("{}{}{}", one.is_some() as u8, two.is_some() as u8, order)
}

fn contained<R: FromStr, V: FromStr>(fields: &[&str], contains: impl Fn(&R, &V) -> bool) -> String {
    match R::from_str(&text(fields[1])) {
        Err(_) => "refused".to_owned(),
        Ok(range) => fields[2..]
            .iter()
            .map(|each| match V::from_str(&text(each)) {
                Err(_) => 'x',
                Ok(version) if contains(&range, &version) => '1',
                Ok(_) => '0',
            })
            .collect(),
    }
}

fn cargo(fields: &[&str]) -> String {
    match fields[0] {
        "order" => order::<semver::Version>(fields, |one, two| one.cmp_precedence(two)),
        _ => contained::<semver::VersionReq, semver::Version>(fields, |range, version| range.matches(version)),
    }
}

/// uv decides about prereleases outside of `contains`: they count if a specifier names one, other than to exclude it.
fn pep440(fields: &[&str]) -> String {
    use pep440_rs::{Operator, Version, VersionSpecifiers};
    match fields[0] {
        "order" => order::<Version>(fields, Ord::cmp),
        _ => contained::<VersionSpecifiers, Version>(fields, |range, version| {
            let mut naming = range.iter().filter(|each| *each.operator() != Operator::NotEqual);
            let named = naming.any(|each| each.any_prerelease());
            range.contains(version) && (named || !version.any_prerelease())
        }),
    }
}

fn main() {
    let answer = match std::env::args().nth(1).as_deref() {
        Some("cargo") => cargo,
        _ => pep440,
    };
    let stdin = io::stdin().lock();
    let mut answers = String::new();
    for line in stdin.lines() {
        let line = line.unwrap();
        answers += &answer(&line.split(' ').collect::<Vec<_>>());
        answers.push('\n');
    }
    io::stdout().write_all(answers.as_bytes()).unwrap();
}
