//! A letter with lines for words by hand: what becomes of it on paper, and in a form.

use super::{Place, Run};

/// The starter with a ground whose words are written by hand.
fn place(ground: &str) -> Place {
    let place = Place::started();
    let config = place.text("art21.toml");
    let lines = config.lines().filter(|line| !line.starts_with("detail")).map(|line| match line {
        "# handwritten = true" => "handwritten = true".to_owned(),
        line => line.replace("professional-secrecy", ground),
    });
    place.put("art21.toml", lines.collect::<Vec<_>>().join("\n"));
    place
}

/// Severity and code of each problem but that of old facts.
fn problems(run: &Run) -> Vec<(String, String, String)> {
    let of =
        |problem: &serde_json::Value, key: &str| problem[key].as_str().unwrap_or("").to_owned();
    let all = run.json()["problems"].as_array().unwrap().clone();
    let new = all.iter().filter(|problem| problem["code"] != "stale-facts");
    new.map(|problem| (of(problem, "severity"), of(problem, "code"), of(problem, "field")))
        .collect()
}

#[test]
fn a_form_needs_words_that_the_letter_leaves_to_the_pen() {
    let place = place("professional-secrecy");
    let problem = |severity: &str| {
        let field = "objection.grounds[0].handwritten";
        [(severity.to_owned(), "handwritten-in-form".to_owned(), field.to_owned())]
    };
    let run = place.run(&["check", "--json"]);
    assert_eq!((run.code, problems(&run)), (0, problem("warning").to_vec()));
    let run = place.run(&["letter", "--json"]);
    assert_eq!((run.code, problems(&run)), (0, vec![]));
    let channels: Vec<_> = run.json()["next"].as_array().unwrap().clone();
    let forms =
        channels.iter().filter(|step| step["url"].as_str().is_some_and(|u| u.contains("/ask/")));
    assert_eq!(forms.count(), 0, "nobody is sent to a form that needs the words");
    let run = place.run(&["letter", "--short", "--format", "txt", "-o", "short.txt", "--json"]);
    assert_eq!((run.code, problems(&run)), (1, problem("error").to_vec()));
    let told = place.run(&["letter", "--short"]).err;
    assert!(told.contains("give `detail = \"…\"` in place of `handwritten = true`"), "{told}");
}

#[test]
fn a_ground_that_says_enough_stands_in_the_form_without_words() {
    let place = place("job-search");
    assert_eq!(problems(&place.run(&["check", "--json"])), []);
    let run = place.run(&["letter", "--short"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("Ich suche vertraulich eine neue Stelle.\n"), "{}", run.out);
    assert!(!run.out.contains("__") && !run.out.contains("eigenen Worten"), "{}", run.out);
}

#[test]
fn who_writes_by_hand_is_told_to_before_signing() {
    let place = place("job-search");
    let run = place.run(&["letter"]);
    let told = run.err.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("fill in the lines by hand in your own words, sign it"), "{told}");
    assert!(told.contains("the scan of the letter"), "{told}");
}

#[test]
fn letters_that_are_filled_in_by_hand_are_not_alike() {
    let place = place("professional-secrecy");
    let header = "name,street,postcode,city,country,region,account_email\n";
    let row = |it: &str| format!("Jane Roe,Heidestraße 17{it},51147,Köln,DE,NW,{it}@example.org\n");
    place.put("members.csv", format!("{header}{}{}{}", row("a"), row("b"), row("c")));
    let run = place.run(&["bulk", "members.csv", "--config", "art21.toml", "-o", "out", "--json"]);
    let found = problems(&run);
    assert_eq!(run.code, 0, "{}", run.out);
    assert!(found.iter().all(|(_, code, _)| code == "unused-with-roster"), "{found:?}");
    assert_eq!(run.json()["letters"].as_array().map(Vec::len), Some(3));
}
