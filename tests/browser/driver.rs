//! A browser without a screen, driven over the plain HTTP of WebDriver.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

/// The key of an element in WebDriver's answers.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A session of a browser; it ends when this is dropped.
pub struct Browser {
    driver: Child,
    port: u16,
    session: String,
    /// Where the browser keeps what it keeps.
    _profile: TempDir,
}

impl Browser {
    /// Starts Chromium; `None` where it or its driver is not installed.
    pub fn start() -> Option<Browser> {
        let there = |program: &&str| {
            let mut command = Command::new(program);
            command.arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|s| s.success())
        };
        let binary = ["chromium", "chromium-browser", "google-chrome"].into_iter().find(there)?;
        ["chromedriver"].iter().find(|program| there(program))?;
        let mut driver =
            Command::new("chromedriver").arg("--port=0").stdout(Stdio::piped()).spawn().expect("chromedriver starts");
        let port = port(&mut driver);
        let profile = TempDir::new().expect("a temporary folder");
        let mut browser = Browser { driver, port, session: String::new(), _profile: profile };
        browser.session = browser.open(&which(binary));
        Some(browser)
    }

    fn open(&self, binary: &str) -> String {
        let profile = format!("--user-data-dir={}", self._profile.path().display());
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--window-size=1200,900",
            &profile,
        ];
        let capabilities = json!({"capabilities": {"alwaysMatch": {
            "goog:chromeOptions": {"binary": binary, "args": arguments},
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
        }}});
        let answer = self.request("POST", "/session", &capabilities);
        answer["sessionId"].as_str().expect("a session").to_owned()
    }

    /// Opens a file. What the browser showed before that is forgotten.
    pub fn show(&self, page: &Path) {
        self.command("/url", &json!({"url": "about:blank"}));
        drop((self.console(), self.requests()));
        self.command("/url", &json!({"url": format!("file://{}", page.display())}));
    }

    /// What `script` returns.
    pub fn eval(&self, script: &str) -> Value {
        self.command("/execute/sync", &json!({"script": script, "args": []}))
    }

    /// The same as text.
    pub fn text(&self, script: &str) -> String {
        self.eval(script).as_str().unwrap_or_else(|| panic!("no text: {script}")).to_owned()
    }

    /// Clicks where the first element of that selector is.
    pub fn click(&self, selector: &str) {
        let element = self.element(selector);
        self.command(&format!("/element/{element}/click"), &json!({}));
    }

    /// Types into the first element of that selector.
    pub fn press(&self, selector: &str, keys: &str) {
        let element = self.element(selector);
        self.command(&format!("/element/{element}/value"), &json!({"text": keys}));
    }

    /// Moves the pointer to the middle of the first element of that selector.
    pub fn hover(&self, selector: &str) {
        let origin = json!({ELEMENT: self.element(selector)});
        let to = json!({"type": "pointerMove", "duration": 0, "origin": origin, "x": 0, "y": 0});
        let pointer =
            json!({"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": [to]});
        self.command("/actions", &json!({"actions": [pointer]}));
    }

    /// A command of the browser's own protocol.
    pub fn emulate(&self, command: &str, parameters: &Value) {
        self.command("/goog/cdp/execute", &json!({"cmd": command, "params": parameters}));
    }

    /// What the page has written to the console since this was asked last.
    pub fn console(&self) -> Vec<String> {
        self.log("browser").iter().map(|entry| entry["message"].to_string()).collect()
    }

    /// What the page has asked for since this was asked last.
    pub fn requests(&self) -> Vec<String> {
        let message = |entry: &Value| -> Option<String> {
            let event: Value = serde_json::from_str(entry["message"].as_str()?).ok()?;
            let event = &event["message"];
            (event["method"] == "Network.requestWillBeSent").then(|| event["params"]["request"]["url"].to_string())
        };
        self.log("performance").iter().filter_map(message).collect()
    }

    fn log(&self, kind: &str) -> Vec<Value> {
        self.command("/se/log", &json!({"type": kind})).as_array().expect("a list").clone()
    }

    fn element(&self, selector: &str) -> String {
        let found = self.command("/element", &json!({"using": "css selector", "value": selector}));
        found[ELEMENT].as_str().unwrap_or_else(|| panic!("no {selector}")).to_owned()
    }

    fn command(&self, path: &str, body: &Value) -> Value {
        self.request("POST", &format!("/session/{}{path}", self.session), body)
    }

    /// What the driver answers.
    fn request(&self, method: &str, path: &str, body: &Value) -> Value {
        let answer = self.ask(method, path, body).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert!(answer["error"].is_null(), "{path}: {answer}");
        answer
    }

    fn ask(&self, method: &str, path: &str, body: &Value) -> std::io::Result<Value> {
        let body = body.to_string();
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(120)))?;
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
             Connection: close\r\n\r\n{body}",
            self.port,
            body.len()
        )?;
        let mut stream = BufReader::new(stream);
        let (mut line, mut length) = (String::new(), 0);
        while stream.read_line(&mut line)? > 2 {
            let (name, value) = line.split_once(':').unwrap_or_default();
            if name.eq_ignore_ascii_case("content-length") {
                length = value.trim().parse().expect("a length");
            }
            line.clear();
        }
        let mut answer = vec![0; length];
        stream.read_exact(&mut answer)?;
        let answer: Value = serde_json::from_slice(&answer)?;
        Ok(answer["value"].clone())
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Asked to, the driver ends the browser as well; where that fails there is nothing left to do about it.
        let _ = self.ask("DELETE", &format!("/session/{}", self.session), &json!({}));
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// The port that the driver says it listens at.
fn port(driver: &mut Child) -> u16 {
    let lines = BufReader::new(driver.stdout.take().expect("piped")).lines();
    let port = |line: String| line.split_once("successfully on port ")?.1.trim_end_matches('.').parse().ok();
    lines.map_while(Result::ok).find_map(port).expect("the driver says its port")
}

/// Where a program is.
fn which(program: &str) -> String {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file());
    found.expect("it has just run").to_str().expect("a plain path").to_owned()
}
