# Facts read from PySpark 4.2.0.
from typing import Any

import pyspark.ml

class AFTSurvivalRegression(pyspark.ml.Estimator):
    def __init__(self, *, featuresCol='features', labelCol='label', predictionCol='prediction', fitIntercept=True, maxIter=100, tol=1e-06, censorCol='censor', quantileProbabilities=..., quantilesCol=None, aggregationDepth=2, maxBlockSizeInMB=0.0) -> None: ...
    def fit(self, dataset, params=None) -> AFTSurvivalRegressionModel: ...

class AFTSurvivalRegressionModel(pyspark.ml.Model):
    coefficients: Any
    intercept: float
    numFeatures: int
    def predict(self, value) -> Any: ...

class DecisionTreeRegressor(pyspark.ml.Estimator):
    def __init__(self, *, featuresCol='features', labelCol='label', predictionCol='prediction', maxDepth=5, maxBins=32, minInstancesPerNode=1, minInfoGain=0.0, maxMemoryInMB=256, cacheNodeIds=False, checkpointInterval=10, impurity='variance', seed=None, varianceCol=None, weightCol=None, leafCol='', minWeightFractionPerNode=0.0) -> None: ...

class DecisionTreeRegressionModel(pyspark.ml.Model):
    featureImportances: Any
    numFeatures: int
    def predict(self, value) -> Any: ...

class GBTRegressor(pyspark.ml.Estimator):
    def __init__(self, *, featuresCol='features', labelCol='label', predictionCol='prediction', maxDepth=5, maxBins=32, minInstancesPerNode=1, minInfoGain=0.0, maxMemoryInMB=256, cacheNodeIds=False, subsamplingRate=1.0, checkpointInterval=10, lossType='squared', maxIter=20, stepSize=0.1, seed=None, impurity='variance', featureSubsetStrategy='all', validationTol=0.1, validationIndicatorCol=None, leafCol='', minWeightFractionPerNode=0.0, weightCol=None) -> None: ...

class GBTRegressionModel(pyspark.ml.Model):
    featureImportances: Any
    numFeatures: int
    def predict(self, value) -> Any: ...

class GeneralizedLinearRegression(pyspark.ml.Estimator):
    def __init__(self, *, labelCol='label', featuresCol='features', predictionCol='prediction', family='gaussian', link=None, fitIntercept=True, maxIter=25, tol=1e-06, regParam=0.0, weightCol=None, solver='irls', linkPredictionCol=None, variancePower=0.0, linkPower=None, offsetCol=None, aggregationDepth=2) -> None: ...
    def fit(self, dataset, params=None) -> GeneralizedLinearRegressionModel: ...

class GeneralizedLinearRegressionModel(pyspark.ml.Model):
    coefficients: Any
    intercept: float
    summary: Any
    numFeatures: int
    def evaluate(self, dataset) -> Any: ...
    def predict(self, value) -> Any: ...

class GeneralizedLinearRegressionSummary:
    def residuals(self, residualsType='deviance') -> Any: ...

class GeneralizedLinearRegressionTrainingSummary: ...

class IsotonicRegression(pyspark.ml.Estimator):
    def __init__(self, *, featuresCol='features', labelCol='label', predictionCol='prediction', weightCol=None, isotonic=True, featureIndex=0) -> None: ...
    def fit(self, dataset, params=None) -> IsotonicRegressionModel: ...

class IsotonicRegressionModel(pyspark.ml.Model):
    numFeatures: int
    def predict(self, value) -> Any: ...

class LinearRegression(pyspark.ml.Estimator):
    def __init__(self, *, featuresCol='features', labelCol='label', predictionCol='prediction', maxIter=100, regParam=0.0, elasticNetParam=0.0, tol=1e-06, fitIntercept=True, standardization=True, solver='auto', weightCol=None, aggregationDepth=2, loss='squaredError', epsilon=1.35, maxBlockSizeInMB=0.0) -> None: ...
    def fit(self, dataset, params=None) -> LinearRegressionModel: ...

class LinearRegressionModel(pyspark.ml.Model):
    coefficients: Any
    intercept: float
    summary: Any
    numFeatures: int
    def evaluate(self, dataset) -> Any: ...
    def predict(self, value) -> Any: ...

class LinearRegressionSummary: ...

class LinearRegressionTrainingSummary: ...

class RandomForestRegressor(pyspark.ml.Estimator):
    def __init__(self, *, featuresCol='features', labelCol='label', predictionCol='prediction', maxDepth=5, maxBins=32, minInstancesPerNode=1, minInfoGain=0.0, maxMemoryInMB=256, cacheNodeIds=False, checkpointInterval=10, impurity='variance', subsamplingRate=1.0, seed=None, numTrees=20, featureSubsetStrategy='auto', leafCol='', minWeightFractionPerNode=0.0, weightCol=None, bootstrap=True) -> None: ...

class RandomForestRegressionModel(pyspark.ml.Model):
    featureImportances: Any
    numFeatures: int
    def predict(self, value) -> Any: ...

class FMRegressor(pyspark.ml.Estimator):
    def __init__(self, *, featuresCol='features', labelCol='label', predictionCol='prediction', factorSize=8, fitIntercept=True, fitLinear=True, regParam=0.0, miniBatchFraction=1.0, initStd=0.01, maxIter=100, stepSize=1.0, tol=1e-06, solver='adamW', seed=None) -> None: ...

class FMRegressionModel(pyspark.ml.Model):
    intercept: float
    numFeatures: int
    def predict(self, value) -> Any: ...
