"""TensorFlow's operations by what rules make of them."""

_LINEAR = """
Add AddN AddV2 AvgPool AvgPool3D BatchToSpaceND BiasAdd BroadcastTo Cast ConcatV2 Conv2D Conv2DBackpropInput Conv3D
Conv3DBackpropInputV2 Cumsum DepthToSpace DepthwiseConv2dNative DepthwiseConv2dNativeBackpropInput ExpandDims GatherNd
GatherV2 Identity IdentityN MatrixBandPart Mean MirrorPad Neg Pack Pad PadV2 ResizeBicubic ResizeBilinear
ResizeNearestNeighbor Reshape ReverseSequence ReverseV2 Roll Slice SpaceToBatchND SpaceToDepth Split SplitV Squeeze
StridedSlice Sub Sum TensorScatterUpdate Tile Transpose Unpack
"""
_PRODUCTS = """
BatchMatMul BatchMatMulV2 BatchMatMulV3 Einsum MatMul Mul Square SquaredDifference
"""
_OF_ONE = """
Abs Acos Acosh Asin Asinh Atan Atanh Ceil ClipByValue Cos Cosh Elu Erf Erfc Exp Expm1 Floor Inv LeakyRelu Lgamma Log
Log1p Maximum Minimum Pow RealDiv Reciprocal Relu Relu6 Rint Round Rsqrt Selu Sigmoid Sign Sin Sinh Softplus Softsign
Sqrt Tan Tanh
"""
_MOVED = """
BatchToSpaceND BroadcastTo Cast ConcatV2 DepthToSpace ExpandDims GatherNd GatherV2 Identity IdentityN MatrixBandPart
MirrorPad Pack Pad PadV2 ResizeNearestNeighbor Reshape ReverseSequence ReverseV2 Roll Slice SpaceToBatchND SpaceToDepth
Split SplitV Squeeze StridedSlice Tile Transpose Unpack
"""
LINEAR = frozenset(_LINEAR.split())
"""Linear in all inputs together, or, those with weights, in each alone."""
PRODUCTS = frozenset(_PRODUCTS.split())
"""Linear in each input alone, or squares: their slope half-way is exact for the whole change."""
OF_ONE = frozenset(_OF_ONE.split())
"""Number by number; of several inputs, where one moves."""
MOVED = frozenset(_MOVED.split())
"""What only puts numbers in other places, leaves some out or repeats them."""
WEIGHTED = frozenset({
    "BatchMatMul", "BatchMatMulV2", "BatchMatMulV3", "Einsum", "MatMul", "Conv2D", "Conv2DBackpropInput", "Conv3D",
    "Conv3DBackpropInputV2", "DepthwiseConv2dNative",
})  # fmt: skip
"""What multiplies by weights, where one of its inputs moves."""
CONVOLUTIONS = frozenset({"Conv2D", "Conv3D", "DepthwiseConv2dNative"})
RECTIFIERS = ("Relu", "Relu6", "LeakyRelu", "Elu", "Selu", "Softplus")
"""What rules for ReLU are taken to mean: smooth and leaky ones with them."""
COMPARISONS = frozenset({"Greater", "GreaterEqual", "Less", "LessEqual"})
"""Operations whose answers, yes or no, a rule may treat as 1 or 0."""
OF_SHAPE = frozenset({"Shape", "ShapeN", "Size", "Rank", "ZerosLike", "OnesLike"})
"""Results that do not depend on the numbers that these are given."""
LOOPS = frozenset({"While", "StatelessWhile", "If", "StatelessIf", "Case", "StatelessCase"})
CALLS = frozenset({"PartitionedCall", "StatefulPartitionedCall", "PyFunc", "EagerPyFunc", "XlaLaunch"})
