"""`image-qc`: quality control of tissue images.

Is there tissue, is it in focus, how is it stained? The work is done with scikit-image, which is
imported when the first item is processed.
"""

from seawall.local.platform.applications.image_qc.definition import IMAGE_QC

__all__ = ["IMAGE_QC"]
