"""Catalogue of the applications, by id."""

from seawall.local.platform.applications.image_qc import IMAGE_QC
from seawall.local.platform.applications.trial_app import TEST_APP

__all__ = ["APPLICATIONS"]

APPLICATIONS = {application.application_id: application for application in (IMAGE_QC, TEST_APP)}
