"""`image-qc`: quality control of tissue images: tissue area, focus and stains, with scikit-image."""

from seawall.local.platform.applications.image_qc.definition import IMAGE_QC

__all__ = ["IMAGE_QC"]
