"""The desk's own words for problems, changes, knowledge and what belongs to them: steps, verbs and fields."""

from __future__ import annotations

from otui.text.i18n import N_

STEPS = {
    "over": N_("over"),
    "dismissed": N_("dismissed"),
    "declared": N_("declared"),
    "new": N_("new"),
    "assess": N_("assess"),
    "analyse": N_("analyse"),
    "fix": N_("fix"),
    "resolved": N_("resolved"),
    "closed": N_("closed"),
    "record": N_("record"),
    "authorise": N_("authorise"),
    "prioritise": N_("prioritise"),
    "plan": N_("plan"),
    "test": N_("test"),
    "implement": N_("implement"),
    "document": N_("document"),
    "review": N_("review"),
    "canceled": N_("canceled"),
    "draft": N_("draft"),
    "published": N_("published"),
    "retired": N_("retired"),
    "proposed": N_("proposed"),
    "approved": N_("approved"),
}
RECORDS = {
    "ticket": N_("ticket"),
    "problem": N_("problem"),
    "change": N_("change"),
    "knowledge": N_("knowledge article"),
    "item": N_("service or item"),
    "change_template": N_("standard change"),
    "change_window": N_("window"),
    "cab_meeting": N_("meeting"),
    "procedure": N_("procedure"),
    "recurring": N_("recurring ticket"),
    "major_incident": N_("major incident"),
    "pattern": N_("pattern"),
}
CHANGE_TYPES = {"normal": N_("normal"), "standard": N_("standard"), "emergency": N_("emergency")}
RISKS = {"low": N_("low"), "medium": N_("medium"), "high": N_("high")}
SHARED_VERBS = {
    "edit": N_("edit"),
    "task": N_("task"),
    "rework": N_("rework"),
    "cancel": N_("cancel"),
    "tie": N_("link"),
    "untie": N_("unlink"),
    "wait-problem": N_("wait for problem"),
    "wait-change": N_("wait for change"),
}
PROBLEM_VERBS = {
    "assess": N_("assess"),
    "analyse": N_("analyse"),
    "fix": N_("fix"),
    "complete": N_("complete"),
    "accept-risk": N_("accept the risk"),
    "duplicate": N_("mark as duplicate"),
    "re-analyse": N_("analyse again"),
    "known-error": N_("known error"),
    "tell-workaround": N_("tell the workaround"),
    "problem-fixed": N_("resolved by its problem"),
    "problem-ended": N_("opened by the end of its problem"),
    "problem-moved": N_("waits for another problem"),
    "changes-done": N_("every change is done"),
}
CHANGE_VERBS = {
    "authorise": N_("authorise"),
    "prioritise": N_("prioritise"),
    "plan": N_("plan"),
    "test": N_("test"),
    "implement": N_("implement"),
    "document": N_("document"),
    "review": N_("review"),
    "schedule": N_("window"),
    "retype": N_("another path"),
    "ask": N_("ask for approval"),
    "tell": N_("tell who waits"),
    "propose": N_("propose"),
    "risk": N_("risk"),
    "approve": N_("approve"),
    "reject": N_("reject"),
    "defer": N_("defer"),
    "test-result": N_("test result"),
    "result": N_("result"),
    "documentation": N_("documentation"),
    "review-text": N_("review"),
}
KNOWLEDGE_VERBS = {
    "submit": N_("have it read"),
    "publish": N_("publish"),
    "send-back": N_("send back"),
    "still-holds": N_("still holds"),
    "retire": N_("retire"),
    "helped": N_("whether it helped"),
}
ITEM_VERBS = {
    "hangs-on": N_("hangs on"),
    "used-by": N_("used by"),
    "load": N_("load"),
    "activate": N_("activate"),
    "deactivate": N_("deactivate"),
}
OTHER_VERBS = {
    "major-propose": N_("propose as a major incident"),
    "major-declare": N_("declare a major incident"),
    "major-dismiss": N_("no major incident"),
    "major-add": N_("add to the major incident"),
    "major-remove": N_("take from the major incident"),
    "major-message": N_("message to all"),
    "major-resolve": N_("solve the major incident"),
    "major-review": N_("review of the major incident"),
    "not-a-pattern": N_("not a pattern"),
    "a-pattern": N_("a pattern after all"),
}
RECURRING_STATES = {
    "running": N_("running"),
    "paused": N_("paused"),
    "failed": N_("failed"),
    "over": N_("over"),
    "removed": N_("removed"),
}
RECURRING_VERBS = {
    "pause": N_("pause"),
    "resume": N_("resume"),
    "remove": N_("remove"),
    "run": N_("made"),
    "failed": N_("failed"),
}
MEETING_VERBS = {
    "agenda": N_("agenda"),
    "decide": N_("decision of the board"),
    "attend": N_("attendees"),
    "minutes": N_("minutes"),
    "hold": N_("held"),
}
VERBS = (
    SHARED_VERBS
    | PROBLEM_VERBS
    | CHANGE_VERBS
    | KNOWLEDGE_VERBS
    | ITEM_VERBS
    | OTHER_VERBS
    | RECURRING_VERBS
    | MEETING_VERBS
)
PROBLEM_FIELDS = {
    "waits_for": N_("waits for"),
    "known_error": N_("known error"),
    "resolution": N_("ended as"),
    "original": N_("same as"),
    "incidents": N_("incidents"),
    "link": N_("link"),
}
CHANGE_FIELDS = {
    "justification": N_("justification"),
    "emergency_reason": N_("reason of the emergency"),
    "implementation_plan": N_("implementation plan"),
    "test_plan": N_("test plan"),
    "communication_plan": N_("communication plan"),
    "backout_plan": N_("backout plan"),
    "outage": N_("outage"),
    "requester": N_("requester"),
    "implementer": N_("implementer"),
    "window": N_("window"),
    "collision_reason": N_("reason in spite of a collision"),
    "risk": N_("risk"),
    "type": N_("type"),
    "minutes": N_("minutes"),
    "approval": N_("approval"),
    "fallen": N_("approvals fallen"),
    "affects": N_("affects"),
    "fixes": N_("fixes"),
    "origin": N_("comes of"),
    "caused": N_("caused"),
    "after": N_("comes after"),
    "test_result": N_("test result"),
    "result": N_("result"),
    "documentation": N_("documentation"),
    "review": N_("review"),
    "goal_met": N_("met its goal"),
    "backout_used": N_("backout plan used"),
    "told": N_("tickets told"),
}
FIELDS = {
    "major": N_("major incident"),
    "children": N_("children"),
    "parent": N_("major incident"),
    "hangs_on": N_("hangs on"),
    "location": N_("location"),
    "serial": N_("serial number"),
    "name": N_("name"),
    "step": N_("step"),
    "description": N_("description"),
    "symptom": N_("symptom"),
    "root_cause": N_("root cause"),
    "workaround": N_("workaround"),
    "fix": N_("fix"),
    "reason": N_("reason"),
    "review_at": N_("review"),
    "body": N_("text"),
    "solution": N_("standard solution"),
    "keywords": N_("keywords"),
    "audience": N_("audience"),
    "helped": N_("helped"),
    "knowledge": N_("knowledge article"),
    "task": N_("task"),
    "attendees": N_("attendees"),
    "agenda": N_("agenda"),
    "steps": N_("steps"),
    "item": N_("service or item"),
    "rule": N_("rule"),
    "window": N_("window"),
    "shift": N_("on a day without working hours"),
    "ticket": N_("ticket"),
}
"""Fields of a line of history that tickets do not have."""
FIELDS |= CHANGE_FIELDS | PROBLEM_FIELDS
