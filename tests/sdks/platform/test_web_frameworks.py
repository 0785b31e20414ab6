"""Models in applications: FastAPI, pydantic, Celery's JSON, the standard library."""

import dataclasses
import json

import pytest
from fastapi import FastAPI
