"""What only an operator does to the stack: pauses and resumes what feeds a function, shortens the queues' visibility,
lets a function send letters where the stand-in asks for more than AWS does, and publishes what SES would.
Arguments: what to do, then what it needs. Uses the endpoint and keys of the environment."""

import json
import re
import sys

import boto3

STACK = "certflow"


def functions():
    found = boto3.client("lambda").get_paginator("list_functions").paginate()
    return [function for page in found for function in page["Functions"]]


def feeds(function, enabled):
    client = boto3.client("lambda")
    name = f"{STACK}-{function}"
    for mapping in client.list_event_source_mappings(FunctionName=name)["EventSourceMappings"]:
        client.update_event_source_mapping(UUID=mapping["UUID"], Enabled=enabled)


def pause(function):
    feeds(function, False)


def resume(function):
    feeds(function, True)


def visibility(seconds):
    client = boto3.client("sqs")
    for url in client.list_queues(QueueNamePrefix=STACK)["QueueUrls"]:
        client.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": seconds})


def send_anywhere():
    """The stand-in authorises SendRawEmail on no resource and for no sender, so that a right to one identity alone
    never fits. The template's tests hold the right itself."""
    client = boto3.client("iam")
    document = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "ses:SendRawEmail", "Resource": "*"}],
    }
    for function in functions():
        role = function["Role"].rsplit("/", 1)[-1]
        attached = client.list_attached_role_policies(RoleName=role)["AttachedPolicies"]
        if any("Reacts" in policy["PolicyName"] for policy in attached):
            client.put_role_policy(RoleName=role, PolicyName="stand-in", PolicyDocument=json.dumps(document))


def publish():
    """Publishes each line of the standard input through the topic of letters' news."""
    client = boto3.client("sns")
    topics = [topic["TopicArn"] for topic in client.list_topics()["Topics"]]
    (news,) = [arn for arn in topics if arn.rsplit(":", 1)[-1].startswith(f"{STACK}-News")]
    for line in sys.stdin:
        client.publish(TopicArn=news, Message=line.strip())


def staff(readme):
    """Makes a user with the rights that README says staff need, and no others. Prints the user's keys."""
    pages = boto3.client("cloudformation").get_paginator("list_stack_resources").paginate(StackName=STACK)
    found = [one for page in pages for one in page["StackResourceSummaries"]]

    def arns(kind, form, which=lambda name: True):
        ids = [one["PhysicalResourceId"] for one in found if one["ResourceType"] == kind]
        names = [id.rsplit("/", 1)[-1] if "://" in id else id for id in ids]
        return [form.format(name) for name in names if which(name)]

    account = boto3.client("sts").get_caller_identity()["Account"]
    place = f"{boto3.session.Session().region_name}:{account}"
    queues = "AWS::SQS::Queue", f"arn:aws:sqs:{place}:{{}}"
    table = arns("AWS::DynamoDB::Table", f"arn:aws:dynamodb:{place}:table/{{}}")
    places = {
        "the functions": arns("AWS::Lambda::Function", f"arn:aws:lambda:{place}:function:{{}}"),
        "the table": table,
        "the table and its index `due`": table + [f"{arn}/index/due" for arn in table],
        "the stack's key": arns("AWS::KMS::Key", f"arn:aws:kms:{place}:key/{{}}"),
        "the queues": arns(*queues, lambda name: not name.endswith("-dead")),
        "the dead-letter queues": arns(*queues, lambda name: name.endswith("-dead")),
        # Here a log is named without the `:*` that AWS wants.
        "the functions' logs": arns("AWS::Logs::LogGroup", f"arn:aws:logs:{place}:log-group:{{}}"),
        "`staff/*` in the bucket": arns("AWS::S3::Bucket", "arn:aws:s3:::{}/staff/*"),
        "the mails in the bucket": [
            arn for part in ("inbound", "staff") for arn in arns("AWS::S3::Bucket", f"arn:aws:s3:::{{}}/{part}/*")
        ],
        "the bucket": arns("AWS::S3::Bucket", "arn:aws:s3:::{}"),
    }
    statements = []
    with open(readme, encoding="utf-8") as file:
        rows = file.read().split("| staff's role needs |")[1].split("\n\n")[0].splitlines()[2:]
    for rights, where in (row.strip("| ").split(" | ")[:2] for row in rows):
        actions, service = [], ""
        for right in re.findall("`([^`]+)`", rights):
            service = right.split(":")[0] if ":" in right else service
            actions.append(f"{service}:{right.split(':')[-1]}")
        assert actions and places[where], (rights, where)
        statements.append({"Effect": "Allow", "Action": actions, "Resource": places[where]})
    client = boto3.client("iam")
    client.create_user(UserName="staff")
    document = json.dumps({"Version": "2012-10-17", "Statement": statements})
    client.put_user_policy(UserName="staff", PolicyName="staff", PolicyDocument=document)
    keys = client.create_access_key(UserName="staff")["AccessKey"]
    print(json.dumps([keys["AccessKeyId"], keys["SecretAccessKey"]]))


def logs():
    """Prints what every function logged."""
    client = boto3.client("logs")
    for group in client.describe_log_groups()["logGroups"]:
        pages = client.get_paginator("filter_log_events").paginate(logGroupName=group["logGroupName"])
        for event in (event for page in pages for event in page["events"]):
            print(event["message"].strip())


if __name__ == "__main__":
    globals()[sys.argv[1].replace("-", "_")](*sys.argv[2:])
