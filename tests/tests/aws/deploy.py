"""Deploys the template onto the stand-in: uploads the functions, puts their places into the template, as
`sam package` does, and makes the stack. Arguments: folder of the template, folder of the binaries, URL of the vendor,
the policy as JSON. Prints the stack's outputs as JSON."""

import io
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

import boto3
import yaml

STACK = "certflow"
BUCKET = "deploy"
folder, binaries, vendor, policy = sys.argv[1:]


def secret(name, text):
    return boto3.client("secretsmanager").create_secret(Name=name, SecretString=text)["ARN"]


def stripped(path, room):
    """The binary without what debuggers read, half as large; as it is where there is no `strip`."""
    if shutil.which("strip") is None:
        return path
    smaller = os.path.join(room, os.path.basename(path))
    subprocess.run(["strip", "-o", smaller, path], check=True)
    return smaller


def upload(function):
    name, archive = function.group(1), io.BytesIO()
    with tempfile.TemporaryDirectory() as room, zipfile.ZipFile(archive, "w", compresslevel=1) as file:
        entry = zipfile.ZipInfo("bootstrap")
        entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o755 << 16
        with open(stripped(os.path.join(binaries, name), room), "rb") as binary:
            file.writestr(entry, binary.read())
    s3.put_object(Bucket=BUCKET, Key=f"{name}.zip", Body=archive.getvalue())
    return f"CodeUri: s3://{BUCKET}/{name}.zip"


s3 = boto3.client("s3")
s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": os.environ["AWS_DEFAULT_REGION"]})
with open(os.path.join(folder, "template.yaml"), encoding="utf-8") as file:
    template, functions = re.subn(r"CodeUri: \.\./\.\./target/lambda/([a-z-]+)/", upload, file.read())
assert functions == 12, functions
s3.put_object(Bucket=BUCKET, Key="template.yaml", Body=template.encode())

with open(os.path.join(folder, "staging.yaml"), encoding="utf-8") as file:
    parameters = yaml.safe_load(file)
parameters["Architecture"] = {"x86_64": "x86_64", "aarch64": "arm64", "arm64": "arm64"}[platform.machine()]
parameters["WebhookSecretsArn"] = secret("webhook", os.environ["TEST_WEBHOOK_SECRET"])
parameters["CertCentralKeyArn"] = secret("certcentral", os.environ["TEST_CERTCENTRAL_KEY"])
parameters["StaffWebhookSecretsArn"] = secret("staff-webhook", os.environ["TEST_STAFF_SECRET"])
parameters["VendorWebhookKeysArn"] = secret("vendor-webhook", os.environ["TEST_VENDOR_KEY"])
parameters["VendorWebhookSources"] = "127.0.0.0/8"
parameters["CertCentralUrl"] = vendor
parameters["Resolver"] = "off"
parameters["Policy"] = policy
boto3.client("ses").verify_domain_identity(Domain=parameters["MailIdentity"])

stacks = boto3.client("cloudformation")
stacks.create_stack(
    StackName=STACK,
    TemplateURL=f"{os.environ['AWS_ENDPOINT_URL']}/{BUCKET}/template.yaml",
    Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
    Parameters=[{"ParameterKey": name, "ParameterValue": str(value)} for name, value in parameters.items()],
)
stacks.get_waiter("stack_create_complete").wait(StackName=STACK, WaiterConfig={"Delay": 1, "MaxAttempts": 120})
outputs = stacks.describe_stacks(StackName=STACK)["Stacks"][0]["Outputs"]
print(json.dumps({output["OutputKey"]: output["OutputValue"] for output in outputs}))
