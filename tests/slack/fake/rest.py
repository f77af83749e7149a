"""The methods about files, the app itself and its installation."""

from __future__ import annotations

from tests.slack.fake.calls import Call, SlackSays
from tests.slack.fake.json import Json
from tests.slack.fake.world import File


def auth_test(call: Call) -> Json:
    """auth.test"""
    team = call.team
    return {
        "url": f"https://{team.name}.slack.com/",
        "team": team.name,
        "team_id": team.id,
        "user": "accord",
        "user_id": team.bot_user,
        "bot_id": team.bot_id,
        "enterprise_id": team.enterprise or None,
        "is_enterprise_install": False,
    }


def auth_revoke(call: Call) -> Json:
    """auth.revoke"""
    call.team.dead = "token_revoked"
    return {"revoked": True}


def team_info(call: Call) -> Json:
    """team.info"""
    return {"team": {"id": call.team.id, "name": call.team.name, "domain": call.team.name}}


def file_info(call: Call) -> Json:
    """files.info"""
    file = call.team.files.get(call.need("file"))
    if file is None:
        raise SlackSays("file_not_found")
    return {"file": file.told}


def upload_url(call: Call) -> Json:
    """files.getUploadURLExternal"""
    file_id = f"F{call.slack.next_ts().replace('.', '')}"
    length = int(call.need("length"))
    call.team.files[file_id] = File(
        file_id, str(call.need("filename")), length, str(call.arguments.get("alt_txt") or "")
    )
    return {"file_id": file_id, "upload_url": f"{call.slack.url}/upload/{call.team.id}/{file_id}"}


def complete_upload(call: Call) -> Json:
    """files.completeUploadExternal"""
    done = []
    for each in call.need("files"):
        file = call.team.files.get(each["id"])
        if file is None or len(file.body) != file.length:
            raise SlackSays("file_not_found")
        file.complete = True
        done.append({"id": file.id, "title": each.get("title", file.name)})
    return {"files": done}
