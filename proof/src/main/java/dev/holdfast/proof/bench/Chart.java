package dev.holdfast.proof.bench;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Throughput against concurrency on one hot row: the limit, ours, plain. */
final class Chart {
    /** One line of the chart. */
    private record Curve(Way way, String name, String label, Color colour) {}

    private static final int WIDTH = 860;
    private static final int HEIGHT = 540;
    private static final Pattern DECIMALS = Pattern.compile("\\d+\\.\\d{3,}");
    private static final List<Curve> CURVES = List.of(
            new Curve(Way.LIMIT, "batches-hot", "limit: the durable SQL alone, in batches", new Color(0x8a8f98)),
            new Curve(Way.OURS, "hot", "Holdfast", new Color(0x0b7285)),
            new Curve(Way.PLAIN, "hot", "plain: gate and batching off", new Color(0xd9480f)));

    private final List<Result> results;
    private final String subtitle;

    Chart(List<Result> results, String subtitle) {
        this.results = results;
        this.subtitle = subtitle;
    }

    /** Two points make a line. */
    static boolean drawable(List<Result> results) {
        return CURVES.stream().anyMatch(curve -> points(results, curve).size() > 1);
    }

    void write(Path file) throws IOException {
        XYChart chart = chart();
        bound(chart);
        for (Curve curve : CURVES) {
            List<Result> points = points(results, curve);
            if (!points.isEmpty()) {
                add(chart, curve, points);
            }
        }
        AnnotationText where = new AnnotationText(subtitle, WIDTH / 2.0, HEIGHT - 58.0, true);
        chart.addAnnotation(where);
        ByteArrayOutputStream svg = new ByteArrayOutputStream();
        VectorGraphicsEncoder.saveVectorGraphic(chart, svg, VectorGraphicsFormat.SVG);
        Files.writeString(file, rounded(svg.toString(StandardCharsets.UTF_8)));
    }

    /** Its letters are shapes with ten decimals to each point: two are as sharp, and half the file. */
    static String rounded(String svg) {
        return DECIMALS.matcher(svg)
                .replaceAll(number -> String.format(Locale.ROOT, "%.2f", Double.parseDouble(number.group())));
    }

    private XYChart chart() {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title("One hot SKU: confirmed orders per second")
                .xAxisTitle("orders under way at once (connections)")
                .yAxisTitle("confirmed orders per second")
                .build();
        chart.getStyler()
                .setYAxisLogarithmic(true)
                .setxAxisTickLabelsFormattingFunction(x -> String.format(Locale.ROOT, "%.0f", Math.pow(2, x)))
                .setYAxisDecimalPattern("#,##0")
                .setLegendPosition(LegendPosition.OutsideS)
                .setLegendLayout(LegendLayout.Horizontal)
                .setChartBackgroundColor(Color.WHITE)
                .setChartTitlePadding(22)
                .setAnnotationTextFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12))
                .setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
        return chart;
    }

    /** From one power of ten to another, so that the axis has numbers at both ends. */
    private void bound(XYChart chart) {
        double[] rates = CURVES.stream()
                .flatMap(curve -> points(results, curve).stream())
                .mapToDouble(Chart::rate)
                .sorted()
                .toArray();
        chart.getStyler().setYAxisMin(Math.pow(10, Math.floor(Math.log10(rates[0]))));
        chart.getStyler().setYAxisMax(Math.pow(10, Math.ceil(Math.log10(rates[rates.length - 1]))));
    }

    /** A logarithm knows no zero. */
    private static double rate(Result result) {
        return Math.max(1, result.confirmedPerSecond());
    }

    /** Each step is four times the one before: even distances say so. */
    private static void add(XYChart chart, Curve curve, List<Result> points) {
        double[] x = points.stream()
                .mapToDouble(each -> Math.log(each.connections()) / Math.log(2))
                .toArray();
        double[] y = points.stream().mapToDouble(Chart::rate).toArray();
        XYSeries series = chart.addSeries(curve.label(), x, y);
        series.setLineColor(curve.colour());
        series.setMarkerColor(curve.colour());
        series.setMarker(SeriesMarkers.CIRCLE);
        series.setLineStyle(new BasicStroke(2.5f));
    }

    private static List<Result> points(List<Result> results, Curve curve) {
        return results.stream()
                .filter(each -> each.way() == curve.way() && each.name().equals(curve.name()))
                .sorted(Comparator.comparingInt(Result::connections))
                .toList();
    }
}
