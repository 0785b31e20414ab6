"""Array types of the analysis."""

import numpy as np
from numpy.typing import NDArray

__all__ = ["FloatArray", "Mask", "PixelArray"]

FloatArray = NDArray[np.float32]
Mask = NDArray[np.bool_]
PixelArray = NDArray[np.uint8]
