/* Muster: tells the contact base what a known visitor does here. Nothing is stored or sent before muster.consent(true),
   nor ever for visitors who ask not to be tracked. Addresses of pages go without their query and fragment. */
(function (window, document, navigator) {
  "use strict";
  var KEY = "muster", MOST = 30, DAY = 86400;
  var endpoint = new URL("api/v1/track", document.currentScript.src).href;
  var refused = navigator.doNotTrack === "1" || navigator.globalPrivacyControl === true;
  var state = null; // { email, waiting: [[time, activity]] }, once there is consent
  var visited = false;

  function recall() {
    try { return JSON.parse(sessionStorage.getItem(KEY)); } catch (e) { return null; }
  }

  function keep() {
    try { sessionStorage.setItem(KEY, JSON.stringify(state)); } catch (e) { /* this page remembers */ }
  }

  function plain(address) {
    return address ? address.split(/[?#]/)[0].slice(0, 2000) : undefined;
  }

  function send(entry) {
    var ago = Math.round((Date.now() - entry[0]) / 1000);
    var body = { email: state.email, seconds_ago: Math.min(DAY, Math.max(0, ago)) };
    fetch(endpoint, {
      method: "POST", keepalive: true, credentials: "omit",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(Object.assign(body, entry[1]))
    }).catch(function () {});
  }

  function event(type, details) {
    if (!state) return;
    var query = new URLSearchParams(location.search);
    var activity = {
      type: type, url: plain(location.href), referrer: plain(document.referrer),
      title: document.title.slice(0, 500), culture: (navigator.language || "").slice(0, 35)
    };
    ["source", "medium", "content", "campaign"].forEach(function (name) {
      var value = query.get("utm_" + name);
      if (value) activity[name === "campaign" ? name : "utm_" + name] = value.slice(0, 200);
    });
    ["item", "value"].forEach(function (name) {
      if (details && details[name] != null) activity[name] = String(details[name]).slice(0, 500);
    });
    if (state.email) return send([Date.now(), activity]);
    state.waiting = state.waiting.concat([[Date.now(), activity]]).slice(-MOST);
    keep();
  }

  window.muster = {
    consent: function (given) {
      if (given !== true || refused) {
        state = null;
        try { sessionStorage.removeItem(KEY); } catch (e) { /* nothing is kept */ }
        return;
      }
      state = state || recall() || { waiting: [] };
      if (!visited) { visited = true; event("page_visit"); }
    },
    identify: function (email) {
      if (!state || !email) return;
      state.email = String(email);
      state.waiting.splice(0).forEach(send);
      keep();
    },
    page: function () { event("page_visit"); },
    form: function (name, value) { event("form_submitted", { item: name, value: value }); },
    event: event
  };
})(window, document, navigator);
